const PREFIX = 'guida-';

/** The id of an event's card: the same after a restart, so that no event gets two, and what is pressed tells its event. */
export function cardIdOf(eventId: string): string {
  return `${PREFIX}${Buffer.from(eventId).toString('base64url')}`;
}

/** The event of a card; undefined for the id of another's card. */
export function eventOfCard(cardId: string): string | undefined {
  if (!cardId.startsWith(PREFIX)) return undefined;
  const eventId = Buffer.from(cardId.slice(PREFIX.length), 'base64url').toString();
  return cardIdOf(eventId) === cardId ? eventId : undefined;
}
