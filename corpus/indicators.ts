export function canonicalOf(_indicator: string): string | undefined { return undefined; }
