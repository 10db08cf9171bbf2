import type { Statement } from '../statement.ts';
import type { Operand } from './operand.ts';
import type { Operation } from './operation.ts';

/** A result with its formula, as shown. */
export interface Result {
  readonly shown: string;
  readonly formula: string;
  readonly numbers: readonly string[];
}

/**
 * Works out figures. Of a difference, a ratio and a share the larger comes first; figures in one scale (26.6亿, 56亿) are
 * worked out in it.
 * @param years years between the two, for what is worked out per year
 */
export function calculate(operation: Operation, operands: readonly Operand[], years = 5): Result | undefined {
  const [first, second] = operands;
  if (!first || !second) return undefined;
  if (operands.some(({ upper }) => upper)) return ofRanges(operation, operands);
  const same = operands.every(({ scale }) => scale === first.scale);
  const counter = operands.map(({ unit }) => unit).find((unit) => unit !== '') ?? '';
  const unit = `${same ? first.scale : ''}${counter}`;
  const points = counter === '%' ? '个百分点' : unit;
  const say = (operand: Operand): string => `${operand.number}${same ? '' : operand.scale}`;
  const value = (operand: Operand): number => (same ? Number(operand.number) : operand.value);
  const about = operands.some(({ bound }) => bound === 'about') ? '约' : '';
  const [low, high] = first.value <= second.value ? [first, second] : [second, first];
  if (operation === 'sum') {
    const sum = round(operands.reduce((total, operand) => total + value(operand), 0));
    return { shown: `${about}${sum}${unit}`, formula: `${operands.map(say).join(' + ')} = ${sum}`, numbers: [sum] };
  }
  if (operation === 'rest') {
    const rest = operands.slice(1).reduce((total, operand) => total - value(operand), value(first));
    if (rest < 0) return undefined;
    return {
      shown: `${about}${round(rest)}${unit}`,
      formula: `${operands.map(say).join(' − ')} = ${round(rest)}`,
      numbers: [round(rest)],
    };
  }
  if (operation === 'difference') {
    const difference = round(value(high) - value(low));
    const bound = high.bound === 'least' && low.bound === undefined ? '至少' : about;
    return {
      shown: `${bound}${difference}${points}`,
      formula: `${say(high)} − ${say(low)} = ${difference}`,
      numbers: [difference],
    };
  }
  if (operation === 'yearly') {
    const yearly = round((value(high) - value(low)) / years);
    const each = String(years);
    return {
      shown: `每年约${yearly}${points}`,
      formula: `(${say(high)} − ${say(low)}) ÷ ${each} = ${yearly}`,
      numbers: [yearly, each],
    };
  }
  if (low.value === 0) return undefined;
  if (operation === 'per') return perPiece(first, second);
  if (operation === 'growth') {
    const growth = round((second.value / first.value - 1) * 100);
    return {
      shown: `约${growth}%`,
      formula: `${say(second)} ÷ ${say(first)} − 1 = ${growth}%`,
      numbers: [growth, '1'],
    };
  }
  if (operation === 'compound') {
    const growth = round(((second.value / first.value) ** (1 / years) - 1) * 100);
    return {
      shown: `年均约${growth}%`,
      formula: `(${say(second)} ÷ ${say(first)})^(1/${String(years)}) − 1 = ${growth}%`,
      numbers: [growth, String(years), '1'],
    };
  }
  if (operation === 'share') {
    // One percentage of another is a share of nothing.
    if (counter === '%') return undefined;
    const share = round((low.value / high.value) * 100);
    return { shown: `约${share}%`, formula: `${say(low)} ÷ ${say(high)} = ${share}%`, numbers: [share] };
  }
  const ratio = round(high.value / low.value);
  return { shown: `约${ratio}倍`, formula: `${say(high)} ÷ ${say(low)} = ${ratio}`, numbers: [ratio] };
}

/** 1-2家 and 10-15家 → 11—17家, their difference 8—14家. Only sums and differences are worked out of ranges. */
function ofRanges(operation: Operation, operands: readonly Operand[]): Result | undefined {
  const [first] = operands;
  if (!first || !['sum', 'rest', 'difference'].includes(operation)) return undefined;
  const topOf = (operand: Operand): string => operand.upper?.number ?? operand.number;
  const taken = operation !== 'sum';
  const ordered =
    operation === 'difference'
      ? operands.toSorted((one, other) => (other.upper?.value ?? other.value) - (one.upper?.value ?? one.value))
      : operands;
  if (!ordered.every(({ scale }) => scale === first.scale)) return undefined;
  // The least is what is left when the most is taken away.
  const low = ordered.map((operand, index) => (taken && index > 0 ? topOf(operand) : operand.number));
  const high = ordered.map((operand, index) => (taken && index > 0 ? operand.number : topOf(operand)));
  const total = ([head = '0', ...others]: readonly string[]): number =>
    others.reduce((sum, number) => sum + (taken ? -1 : 1) * Number(number), Number(head));
  if (total(low) < 0) return undefined;
  const [least, most] = [round(total(low)), round(total(high))];
  const sign = taken ? ' − ' : ' + ';
  const counter = operands.map(({ unit }) => unit).find((unit) => unit !== '') ?? '';
  const about = operands.some(({ bound }) => bound === 'about') ? '约' : '';
  return {
    shown: `${about}${least}—${most}${first.scale}${counter === '%' ? '个百分点' : counter}`,
    formula: `${low.join(sign)} = ${least}，${high.join(sign)} = ${most}`,
    numbers: [least, most, `${least}-${most}`],
  };
}

/** 8.2亿元 by 7457项 → 每项约11万元. */
function perPiece(sum: Operand, count: Operand): Result | undefined {
  const each = sum.value / count.value;
  const [value, scale] = each >= 1e8 ? [each / 1e8, '亿'] : each >= 1e4 ? [each / 1e4, '万'] : [each, ''];
  const shown = round(value);
  return {
    shown: `每${count.unit === '' ? '个' : count.unit}约${shown}${scale}${sum.unit}`,
    formula: `${sum.number}${sum.scale} ÷ ${count.number}${count.scale} = ${shown}${scale}`,
    numbers: [shown],
  };
}

/** The result first, then how it was worked out and the figures it rests on, each with its name. */
export function computedStatement(result: Result, operands: readonly Operand[]): Statement {
  const parts = operands.map(
    ({ label, shown }) => `${label}${label !== '' && /^[\d≥≤约近]/u.test(shown) ? '为' : ''}${shown}`,
  );
  return {
    text: `**${result.shown}**（据原文计算：${result.formula}）。${parts.join('；')}`,
    passages: [...new Map(operands.map(({ passage }) => [passage.id, passage])).values()],
    computed: [
      ...result.numbers,
      ...operands.flatMap(({ number, label, upper }) => [
        number,
        ...(upper ? [upper.number] : []),
        ...(label.match(/\d{4}/gu) ?? []),
      ]),
    ],
  };
}

/** A figure by itself, under its name. */
export function operandLine({ label, shown, passage }: Operand): Statement {
  return { text: `- ${label}：**${shown}**`, passages: [passage], computed: label.match(/\d{4}/gu) ?? [] };
}

/** At most two decimals, none when whole. */
export function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
