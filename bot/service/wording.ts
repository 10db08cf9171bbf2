/** What users read instead of an answer. All of it in one place, so that it stays one voice. */
export const WORDING = {
  /** @param seconds until the next question is answered */
  tooManyOfOnePerson: (seconds: number) => `您提问太密了，请过 ${seconds} 秒再问。`,
  tooManyInOneRoom: (seconds: number) => `这里的提问太密了，请过 ${seconds} 秒再问。`,
  queueFull: '现在提问的人很多，请过一会儿再问。',
  notReady: '规划资料还没有准备好，请过几分钟再问。',
  stopping: '服务正在重启，请过一分钟再问。',
  failed: '这个问题没有答成，请再问一次。如果还是不行，请告诉管理员。',
  nothingToDraft: '现有规划没有写到这个题目，没有可以整理的内容。',
  draftChanged: '规划资料已经更新，或者服务重启过，请重新生成后再下载。',
  draftFailed: '材料没有写成，请再试一次。如果还是不行，请告诉管理员。',
  /** @param ahead questions that come first */
  queued: (ahead: number) => `前面还有 ${ahead} 个问题，正在排队。`,
} as const;
