import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { COMMAND, EVENTS } from './interactions.ts';
import { METHOD_SCOPES } from './slack-calls.ts';

const MANIFEST = z.strictObject({
  display_information: z.strictObject({
    name: z.string().max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#[\da-f]{6}$/iu),
  }),
  features: z.strictObject({
    app_home: z.record(z.string(), z.boolean()),
    assistant_view: z.strictObject({ assistant_description: z.string().max(300) }),
    bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
    slash_commands: z.array(
      z.strictObject({
        command: z.string().max(32),
        description: z.string().max(2000),
        usage_hint: z.string().max(1000),
        should_escape: z.boolean(),
      }),
    ),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ bot_events: z.array(z.string()) }),
    interactivity: z.strictObject({ is_enabled: z.literal(true) }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.literal(false),
  }),
});

const manifest = MANIFEST.parse(parse(await readFile(new URL('manifest.yaml', import.meta.url), 'utf8')));
const scopes = manifest.oauth_config.scopes.bot;
const events = manifest.settings.event_subscriptions.bot_events;

/** The scope that each event needs. */
const EVENT_SCOPES: Readonly<Record<string, string>> = {
  app_mention: 'app_mentions:read',
  assistant_thread_started: 'assistant:write',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  'message.mpim': 'mpim:history',
};

test('every method that is called has its scopes, and no scope is asked for in vain', () => {
  const needed = new Set<string>([...Object.values(METHOD_SCOPES).flat(), ...Object.values(EVENT_SCOPES), 'commands']);
  expect(scopes.toSorted()).toEqual([...needed].toSorted());
});

test('every event that is listened to is subscribed to', () => {
  for (const event of Object.values(EVENTS))
    expect(events.some((name) => name === event || name.startsWith(`${event}.`))).toBe(true);
  expect(events.toSorted()).toEqual(Object.keys(EVENT_SCOPES).toSorted());
});

test('the slash command is there, and direct messages can be written', () => {
  expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual([COMMAND]);
  expect(manifest.features.app_home).toMatchObject({
    messages_tab_enabled: true,
    messages_tab_read_only_enabled: false,
  });
});
