import type { Command } from 'commander';
import { GuidaError } from '../../corpus/errors.ts';
import type { Session } from './session.ts';

/** Describes `start`. */
export function describeStart(command: Command): Command {
  return command.description('run every configured channel and the web page (this version serves none of them yet)');
}

/** @throws GuidaError `usage`, always: it names the channels that are configured and not served yet */
export function start({ settings }: Session): never {
  const configured = [
    ...(settings.SLACK_BOT_TOKEN === undefined ? [] : ['Slack']),
    ...(settings.DINGTALK_CLIENT_ID === undefined ? [] : ['DingTalk']),
    'the web page',
  ];
  throw new GuidaError('usage', `This version does not serve ${configured.join(', ')} yet. Use “ask” in the terminal.`);
}
