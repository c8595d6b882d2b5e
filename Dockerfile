# The proxy in a container. It listens on all interfaces in there, so it wants a token: see compose.yaml.

FROM node:24-slim AS install
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY bunfig.toml tsconfig.json LICENSE README.md ./
COPY config ./config
COPY src ./src
COPY cli ./cli
# Once round, as a proof and so that everything is compiled.
RUN PROXY_CLI_HOME=/tmp/once ./cli/proxy-cli start --port 0 --upstream simulator && PROXY_CLI_HOME=/tmp/once ./cli/proxy-cli stop && rm -r /tmp/once

FROM debian:13-slim
COPY --from=install /app /app
RUN ln -s /app/cli/proxy-cli /usr/local/bin/proxy-cli
RUN install -d -m 0700 -o 10001 -g 10001 /data
USER 10001:10001
ENV PROXY_CLI_HOME=/data
VOLUME /data
WORKDIR /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s CMD ["proxy-cli", "status", "--check"]
ENTRYPOINT ["proxy-cli"]
CMD ["start", "--foreground", "--host", "0.0.0.0", "--port", "8080", "--expose"]
