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
    const share = round((low.value / high.value) * 100);
    return { shown: `约${share}%`, formula: `${say(low)} ÷ ${say(high)} = ${share}%`, numbers: [share] };
  }
  const ratio = round(high.value / low.value);
  return { shown: `约${ratio}倍`, formula: `${say(high)} ÷ ${say(low)} = ${ratio}`, numbers: [ratio] };
}

/** 8.2亿元 by 7457项 → 每项约11万元. */
function perPiece(first: Operand, second: Operand): Result | undefined {
  const [sum, count] = /元/u.test(first.unit) ? [first, second] : [second, first];
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
      ...operands.flatMap(({ number, label }) => [number, ...(label.match(/\d{4}/gu) ?? [])]),
    ],
  };
}

/** At most two decimals, none when whole. */
export function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
