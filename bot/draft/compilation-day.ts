/** A day as documents write it, 2026年11月21日, by the clock of this machine. */
export function compilationDay(date: Date): string {
  return `${date.getFullYear()}年${date.getMonth() + 1}月${date.getDate()}日`;
}
