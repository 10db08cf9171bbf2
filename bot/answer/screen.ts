/** A question fit to be answered, or the polite line that answers it at once. */
export type Screened = { readonly question: string } | { readonly reply: string };

const NOTHING = '请直接提问，例如：合肥市到2025年国家高新技术企业要达到多少户？';
const OURSELVES = '这个我不能提供。我只回答规划里写了什么，并注明出处，例如：安徽省2025年研发投入强度的目标是多少？';

/** What is ours to keep: keys, our own instructions and what they say, others' questions. */
const SECRETS =
  /api[\s_-]*key|密钥|秘钥|口令|密码|password|token|令牌|系统提示|提示词|(?:system|initial)\s*(?:prompt|instructions?)|messages?\s+array|role\s*=\s*system|words?\s+above|your\s+(?:\w+\s+)?(?:instructions?|prompt|rules|configuration)|环境变量|\.env\b|(?:你|你们|系统|后台|内部|隐藏|初始|上面|上文|以上|前面)的?[^，。；？]{0,6}(?:指令|设定|规则|限制|prompt|数据库|配置|原话|那段话|的话)|第[一二三四五六七八九十\d]条(?:规则|指令)|几条(?:规则|指令)|(?:数据库|服务器)[^，。；？]{0,2}(?:密码|连接|地址|路径)|源代码|聊天记录|(?:收到|看到)的[^，。]{0,6}(?:话|消息|内容|文字)|(?:别人|其他(?:用户|人|同事))[^，。]{0,10}(?:问|记录|对话|提问)/iu;
/** Orders to make something up or to write anything but what the plans say. */
const INVENT = /编(?:一个|个|造|出)|瞎编|杜撰|虚构|捏造|随便(?:给|写|编)|make\s+up|fabricate|invent\s/iu;

/** Orders to forget what we go by, and those that run over a clause or stand inside one: to play a part, to call people. */
const FORGET =
  /(?:忽略|无视|忘(?:记|掉)|不(?:用|要|必)(?:再)?(?:管|遵守|理会))[^，。；！？\n]{0,20}(?:指令|规则|要求|提示|设定|限制|内容)[，。；！？\n]?/giu;
const ORDERS =
  /system\s*override[:：]?|(?:developer|debug|god)\s*mode\s*(?:on|enabled)?[,.;]?|ignore\s+(?:all\s+)?(?:previous|prior|above)[^.。;；\n]*[.。;；\n]?|you\s+no\s+longer\s+need[^.。;；\n]*[.。;；\n]?|(?:你|从?现在|接下来)+[^，。；！？\n]{0,4}(?:是|扮演|假装|充当)[^，。；！？\n]{0,12}(?:DAN|模式|角色|管理员|开发者|机器人|助手|模型)[^。；！？\n]*[。；！？\n]?|进入[^，。]{0,6}模式[，。]?|@(?:所有人|everyone|channel|here|all)|<!(?:channel|everyone|here)>|<@[A-Z0-9]+>/giu;
/** A clause that orders how to answer: what must or must not be said, with or without sources, again or in some words. */
const ORDER =
  /必须|务必|一律|只(?:能|许|准|要)|直接|不准|不许|不得|不要|不用|不必|无需|别|去掉|省略|请?把|请?在|要在|请(?=重复)/u;
const OF_ANSWER =
  /出处|引用|来源|引文|脚注|citation|拒绝|解释|(?:回答|答案|答复|结尾|末尾|开头)|(?:给|写|报|说)(?:我)?(?:一?个)?(?:数字?|结果)(?=$|[，。：:！\s])|(?:说|写|答)(?:[“"「]|没有|没写|不知道)/iu;

/** What no question about a plan is made of: tags, images, links, addresses, long codes, sentences in English. */
const FOREIGN =
  /<\|[^|]*\|>(?:system|user|assistant)?|<\/?[a-z!][^>]*>|!?\[[^\]]*\]\([^)]*\)|(?:https?:)?\/\/[^\s，。；、]+|[A-Za-z0-9+/]{24,}={0,2}|\[SYSTEM\]|(?:[A-Za-z]['\w-]*[\s,.:;!?"()]+){3,}[\w'"-]*[.!?]?/gu;

/** Whether anything is left to answer. */
const ASKABLE = /[\p{Script=Han}]{2}|[A-Za-z]{3}|(?:19|20)\d{2}\s?年?[呢咧]/u;

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
  const minded = text.replace(FORGET, ' ');
  if (SECRETS.test(minded) || INVENT.test(minded)) return { reply: OURSELVES };
  const left = minded
    .replace(/\p{Script=Han}/u.test(text) ? FOREIGN : /$^/u, ' ')
    .replace(ORDERS, ' ')
    .split(/(?<=[，,。；;！!？?：:\n])/u)
    .filter((clause) => !(ORDER.test(clause) && OF_ANSWER.test(clause)))
    .join('')
    .trim();
  return ASKABLE.test(left) ? { question: left } : { reply: NOTHING };
}
