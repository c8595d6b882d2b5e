import { join } from "node:path";

/**
 * nginx as a relay: one worker, as everybody else is one process; connections to the upstream are kept, a request is
 * read whole, an answer is passed on as it comes, and nothing is written down.
 */
export const nginxConfig = (home: string, port: number, upstreamPort: number): string => `
daemon off;
worker_processes 1;
worker_rlimit_nofile 16384;
pid ${join(home, "nginx.pid")};
error_log stderr crit;
${process.getuid?.() === 0 ? "user root;" : ""}
events { worker_connections 8192; }
http {
  access_log off;
  keepalive_requests 1000000;
  client_max_body_size 0;
  client_body_buffer_size 2m;
${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `  ${kind}_temp_path ${join(home, "temp", kind)};`).join("\n")}
  upstream bench {
    server 127.0.0.1:${upstreamPort};
    keepalive 1024;
    keepalive_requests 1000000;
  }
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location / {
      proxy_pass http://bench;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
    }
  }
}
`;
