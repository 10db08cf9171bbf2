# The native libraries (hnswlib-node, nodejieba, better-sqlite3) are compiled in the first stage; the second has no compiler.
FROM node:20-bookworm-slim AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 make g++ ca-certificates \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
# nodejieba's install asks npx whether it may go on; without a terminal it must be told.
ENV npm_config_yes=true
RUN npm ci --omit=dev

FROM node:20-bookworm-slim
ENV NODE_ENV=production GUIDA_DATA=/data HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY package.json package-lock.json .env.example ./
COPY bot ./bot
COPY corpus ./corpus
COPY retrieval ./retrieval
COPY prompts ./prompts
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
# Healthy as long as it answers; whether its index and its channels are ready is what /readyz tells.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Not through npm, which would keep signals from the program.
ENTRYPOINT ["node", "bot/guida.mjs"]
CMD ["start"]
