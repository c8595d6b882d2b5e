import { readStream } from "../../../src/dialects/anthropic/events.ts";
import { testStreamReader } from "../stream-suite.ts";

testStreamReader({
  readStream,
  more: 'event: content_block_delta\ndata: {"delta":{"text":"message_stop error"}}\n\n',
  ending: 'event: message_stop\ndata: {"type":"message_stop"}\n\n',
  failure: 'event: error\ndata: {"type":"error","error":{}}\n\n',
  terminal: "message_stop",
});
