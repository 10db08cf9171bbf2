import type { Statement } from '../draft.ts';
import type { Operand } from './operand.ts';
import type { Operation } from './operation.ts';

/** A result with its formula, as shown. */
export interface Result {
  readonly shown: string;
  readonly formula: string;
  readonly numbers: readonly string[];
}

/** Works out two figures. The larger comes first but for sums; figures in one scale (26.6亿, 56亿) are worked out in it. */
export function calculate(operation: Operation, first: Operand, second: Operand): Result | undefined {
  const [low, high] = first.value <= second.value ? [first, second] : [second, first];
  const same = low.scale === high.scale;
  const counter = high.unit === '' ? low.unit : high.unit;
  const unit = counter === '%' ? '个百分点' : `${same ? high.scale : ''}${counter}`;
  const say = (operand: Operand): string => `${operand.number}${same ? '' : operand.scale}`;
  if (operation === 'difference') {
    const difference = round(same ? Number(high.number) - Number(low.number) : high.value - low.value);
    const bound = high.bound === 'least' && low.bound === undefined ? '至少' : eitherAbout(first, second) ? '约' : '';
    return {
      shown: `${bound}${difference}${unit}`,
      formula: `${say(high)} − ${say(low)} = ${difference}`,
      numbers: [difference],
    };
  }
  if (operation === 'sum') {
    const sum = round(same ? Number(high.number) + Number(low.number) : high.value + low.value);
    const bound = eitherAbout(first, second) ? '约' : '';
    return {
      shown: `${bound}${sum}${counter === '%' ? '%' : unit}`,
      formula: `${say(first)} + ${say(second)} = ${sum}`,
      numbers: [sum],
    };
  }
  if (low.value === 0) return undefined;
  if (operation === 'share') {
    const share = round((low.value / high.value) * 100);
    return { shown: `约${share}%`, formula: `${say(low)} ÷ ${say(high)} = ${share}%`, numbers: [share] };
  }
  const ratio = round(high.value / low.value);
  return { shown: `约${ratio}倍`, formula: `${say(high)} ÷ ${say(low)} = ${ratio}`, numbers: [ratio] };
}

function eitherAbout(first: Operand, second: Operand): boolean {
  return first.bound === 'about' || second.bound === 'about';
}

/** The result first, then how it was worked out and the figures it rests on. */
export function computedStatement(result: Result, operands: readonly Operand[]): Statement {
  const parts = operands.map(
    ({ label, shown }) => `${label}${label !== '' && /^[\d≥]/u.test(shown) ? '为' : ''}${shown}`,
  );
  return {
    text: `**${result.shown}**（据原文计算：${result.formula}）。${parts.join('，')}`,
    passages: [...new Map(operands.map(({ passage }) => [passage.id, passage])).values()],
    computed: [
      ...result.numbers,
      ...operands.flatMap(({ number, label }) => [number, ...(label.match(/\d{4}/gu) ?? [])]),
    ],
  };
}

/** At most two decimals, none when whole. */
export function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
