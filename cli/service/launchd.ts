import type { ServiceFacts } from "./facts.ts";

/** What launchd calls it. */
export const launchdLabel = "local.proxy-cli";

/** A property list for ~/Library/LaunchAgents. The command starts a crashed daemon again by itself. */
export const launchdPlist = ({
  launcher,
  home,
  variables,
  log,
}: ServiceFacts & { readonly log: string }): string => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- Written by: proxy-cli service install -->
<plist version="1.0">
<dict>
  <key>Label</key><string>${launchdLabel}</string>
  <key>ProgramArguments</key>
  <array>
    <string>${escaped(launcher)}</string>
    <string>start</string>
    <string>--foreground</string>
    <string>--supervise</string>
    <string>--fail-if-running</string>
  </array>
  <key>EnvironmentVariables</key>
  <dict>
${Object.entries({ PROXY_CLI_HOME: home, ...variables })
  .map(([name, value]) => `    <key>${escaped(name)}</key><string>${escaped(value)}</string>`)
  .join("\n")}
  </dict>
  <key>WorkingDirectory</key><string>/</string>
  <key>RunAtLoad</key><true/>
  <key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>
  <key>ThrottleInterval</key><integer>10</integer>
  <key>ExitTimeOut</key><integer>45</integer>
  <key>Umask</key><integer>63</integer>
  <key>SoftResourceLimits</key>
  <dict><key>NumberOfFiles</key><integer>65536</integer><key>Core</key><integer>0</integer></dict>
  <key>HardResourceLimits</key>
  <dict><key>NumberOfFiles</key><integer>65536</integer><key>Core</key><integer>0</integer></dict>
  <key>StandardOutPath</key><string>${escaped(log)}</string>
  <key>StandardErrorPath</key><string>${escaped(log)}</string>
</dict>
</plist>
`;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
