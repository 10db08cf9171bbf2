import type { Logger } from 'pino';
import { createDingTalkChannel } from './channels/dingtalk/dingtalk.ts';
import { createSlackChannel } from './channels/slack/slack-channel.ts';
import { createWebChannel, type WebChannel } from './channels/web/web-channel.ts';
import type { Operations } from './channels/web/web-types.ts';
import { asLog } from './service/service-log.ts';
import type { AnswerService, Channel } from './service/types.ts';
import type { Settings } from './settings.ts';

/** Where Slack sends its events over HTTP. */
const SLACK_PATH = '/slack/events';

/** The channels that settings ask for. */
export interface ConfiguredChannels {
  /** The web page is always one of them. */
  readonly all: readonly Channel[];
  readonly web: WebChannel;
}

/**
 * Makes the channels; none is started.
 * @throws GuidaError `settings` when other machines could reach the web page without a login
 */
export function channelsOfSettings(
  settings: Settings,
  service: AnswerService,
  operations: Operations,
  log: Logger,
): ConfiguredChannels {
  const { SLACK_BOT_TOKEN: botToken, DINGTALK_CLIENT_ID: clientId, DINGTALK_CLIENT_SECRET: clientSecret } = settings;
  const common = { service, ...given({ publicUrl: settings.PUBLIC_URL }) };
  const slack =
    botToken === undefined
      ? undefined
      : createSlackChannel({
          ...common,
          log,
          botToken,
          ...given({
            appToken: settings.SLACK_APP_TOKEN,
            signingSecret: settings.SLACK_SIGNING_SECRET,
            apiUrl: settings.SLACK_API_URL,
          }),
        });
  const dingTalk =
    clientId === undefined || clientSecret === undefined
      ? undefined
      : createDingTalkChannel({
          ...common,
          log: asLog(log.child({ channel: 'dingtalk' })),
          clientId,
          clientSecret,
          ...given({ apiUrl: settings.DINGTALK_API_URL, cardTemplateId: settings.DINGTALK_CARD_TEMPLATE_ID }),
        });
  const listener = slack?.requestListener;
  const web = createWebChannel({
    ...common,
    log: asLog(log.child({ channel: 'web' })),
    host: settings.HOST,
    port: settings.PORT,
    ...given({ secret: settings.GUIDA_WEB_SECRET, userHeader: settings.GUIDA_WEB_USER_HEADER }),
    operations,
    mounted: listener ? [{ path: SLACK_PATH, listener }] : [],
  });
  // The page first: it tells how the others are, and a port that is taken is the commonest mistake.
  return { all: [web, ...(slack ? [slack] : []), ...(dingTalk ? [dingTalk] : [])], web };
}

/** Only what is set. */
function given<Values extends Readonly<Record<string, string | undefined>>>(
  values: Values,
): { readonly [Name in keyof Values]?: string } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    readonly [Name in keyof Values]?: string;
  };
}
