/** A question fit to be answered, or the polite line that answers it at once. */
export type Screened = { readonly question: string } | { readonly reply: string };

const NOTHING = '请直接提问，例如：合肥市到2025年国家高新技术企业要达到多少户？';
const OURSELVES = '这个我不能提供。我只回答规划里写了什么，并注明出处，例如：安徽省2025年研发投入强度的目标是多少？';

/** Asking for what is ours to keep, or for others' data. */
const SECRETS =
  /(?:api[\s_-]*key|密钥|秘钥|口令|密码|token|令牌|系统提示|提示词|system\s*prompt|initial\s*(?:prompt|instructions)|你的(?:指令|设定|规则|prompt)|your\s+(?:instructions|prompt|rules|configuration)|环境变量|\.env\b|数据库(?:密码|连接)|服务器(?:地址|路径)|源代码|聊天记录|(?:收到|看到)的[^，。]{0,4}(?:话|消息|内容)|上面的话|第[一二三四五六七八九十]条规则|几条规则|messages?\s+array|role\s*=\s*system|words?\s+above|(?:你们?的|后台|内部)数据库|别人(?:的)?(?:问题|提问)|其他(?:用户|人)[^，。]{0,10}(?:问|记录|对话))/iu;
/** Orders to make something up or to write anything but what the plans say. */
const INVENT = /(?:编(?:一个|个|造|出)|瞎编|杜撰|虚构|随便(?:给|写|编)|make\s+up|fabricate|invent\s)/iu;
/** Orders to us rather than questions: dropped, and what is left is answered. */
const ORDERS =
  /(?:忽略|无视|忘(?:记|掉)|不(?:用|要|必)(?:再)?(?:管|遵守|理会))[^，。；！？\n]{0,20}(?:指令|规则|要求|提示|设定|限制|内容)[，。；！？\n]?|(?:不要|不用|不必|别|不许|不准|无需|去掉|省略)[^，。；！？\n]{0,8}(?:出处|引用|来源|引文|脚注|citation)[^，。；！？\n]{0,6}[，。；！？\n]?|system\s*override[:：]?|(?:developer|debug|god)\s*mode\s*(?:on|enabled)?[,.;]?|ignore\s+(?:all\s+)?(?:previous|prior|above)[^.。;；\n]*[.。;；\n]?|you\s+no\s+longer\s+need[^.。;；\n]*[.。;；\n]?|(?:你)?现在是(?:没有任何限制的)?(?:DAN|dan)[^。；！？\n]*[。；！？\n]?|@(?:所有人|everyone|channel|here|all)|<!(?:channel|everyone|here)>|<@[A-Z0-9]+>|(?:请|要)?在?(?:回答|答案|答|结尾|末尾)(?:里|中|前|后面?|之前|之后|末尾)+[^，。；！？\n]{0,12}(?:加|附|放|写|@)[^，。；！？\n]*[，。；！？\n]?|进入[^，。]{0,4}模式[，。]?|请?把答案重复[^，。]*[，。]?|(?:回答一律|一律)写[^，。\n]*[，。\n]?|不准说[^，。；！？\n]*[，。；！？\n]?|也?不准拒绝[，。；！？\n]?|必须(?:给|直接给)(?:个)?数[，。；！？\n：:]?|直接给个数[，。；！？\n：:]?/giu;

/** What no question about a plan is made of: tags, images, links, addresses, long codes, sentences in English. */
const FOREIGN =
  /<\|[^|]*\|>(?:system|user|assistant)?|<\/?[a-z!][^>]*>|!?\[[^\]]*\]\([^)]*\)|(?:https?:)?\/\/[^\s，。；、]+|[A-Za-z0-9+/]{24,}={0,2}|\[SYSTEM\]|(?:[A-Za-z]['\w-]*[\s,.:;!?"()]+){3,}[\w'"-]*[.!?]?/gu;

/** Whether anything is left to answer. */
const ASKABLE = /[\p{Script=Han}]{2}|[A-Za-z]{3}/u;

/**
 * Takes orders to the assistant out of a question: text is data, so an order changes nothing but costs the asker its
 * words. What asks for secrets or for invention gets a line that says what this assistant is for.
 */
export function screen(question: string): Screened {
  const text = question
    .replace(/\p{Cf}+/gu, '')
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  if (text === '' || !ASKABLE.test(text)) return { reply: NOTHING };
  if (SECRETS.test(text) || INVENT.test(text)) return { reply: OURSELVES };
  const left = text
    .replace(/\p{Script=Han}/u.test(text) ? FOREIGN : /$^/u, ' ')
    .replace(ORDERS, ' ')
    .trim();
  return ASKABLE.test(left) ? { question: left } : { reply: NOTHING };
}
