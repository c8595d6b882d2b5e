-- For wrk: one request again and again; each connection waits up to twice so many milliseconds before it asks again.
local waitMs = 0

function init(args)
  waitMs = tonumber(args[1])
  wrk.method = "POST"
  wrk.path = args[2]
  wrk.body = args[3]
  wrk.headers["content-type"] = "application/json"
  wrk.headers["anthropic-version"] = "2023-06-01"
  wrk.headers["user-agent"] = "Anthropic/JS 1.11.0"
  math.randomseed(os.time())
  if waitMs > 0 then
    delay = function() return math.random(0, 2 * waitMs) end
  end
end

function done(summary)
  local errors = summary.errors
  io.write(string.format(
    '\n{"seconds":%f,"answers":%d,"refused":%d,"wrong":%d}\n',
    summary.duration / 1e6, summary.requests, errors.status, errors.connect + errors.read + errors.write + errors.timeout
  ))
end
