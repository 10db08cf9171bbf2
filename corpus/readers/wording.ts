/** A file name as it may be shown: without what a terminal would obey. */
export function printable(name: string): string {
  return name.replace(/\p{Control}/gu, '\uFFFD');
}

/** A count with its noun: “1 page”, “3 pages”. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
