/** Marks that a plan has itself, which would pass for ours. */
const MARKS = /\[(\d+)\]/gu;

/**
 * A text of a plan as it may stand in an answer: words only. Images and links lose their address, bare addresses go,
 * what a channel would take for a mention, a tag or a mark of ours is written in full width.
 */
export function neutralText(text: string): string {
  return text
    .replace(/!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/gu, '$1')
    .replace(
      /(?:https?|ftp|file):\/*[^\s，。；、）】》”]*|\bwww\.[^\s，。；、）】》”]*|(?:javascript|data):[^\s，。；、）】》”]*/giu,
      '',
    )
    .replace(MARKS, '［$1］')
    .replace(/@/gu, '＠')
    .replace(/</gu, '＜')
    .replace(/>/gu, '＞')
    .replace(/!\[/gu, '！[')
    .replace(/[\p{Cf}]/gu, '');
}
