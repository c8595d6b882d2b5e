/**
 * What a Redis does for us in one step. Its own clock counts, so that those of the daemons need not agree, and each amount
 * is a hash: how much was in it (f), when (t), what leaks out in a millisecond (l), when it is forgotten (e, empty = never).
 */
const time = `
local t = redis.call('TIME')
local now = t[1] * 1000 + t[2] / 1000
local function text(number) return string.format('%.17g', number) end
`;

/**
 * A connection that is not the latest of its daemon is refused, for what it brings may have been settled already; of the
 * latest is noted how far it came, so that after a broken connection it is known what was done and what was not.
 */
const inTurn = `
local turn = redis.call('HMGET', KEYS[1], 'epoch', 'done')
if turn[1] and tonumber(turn[1]) > tonumber(ARGV[1]) then return redis.error_reply('STALE another connection') end
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'done', ARGV[2])
if not turn[1] then redis.call('PEXPIRE', KEYS[1], 86400000) end
`;

const amounts = `
local function filled(key)
  local level = redis.pcall('HMGET', key, 'f', 't', 'l', 'e')
  if level.err then redis.call('DEL', key) return 0 end
  if not tonumber(level[1]) or not tonumber(level[2]) or not tonumber(level[3]) then return 0 end
  if level[4] and level[4] ~= '' and tonumber(level[4]) <= now then return 0 end
  return math.max(0, tonumber(level[1]) - math.max(0, now - tonumber(level[2])) * tonumber(level[3]))
end
local function fill(key, amount, leak, left)
  local f = math.max(0, filled(key) + amount)
  local lasts = 34560000000
  if leak > 0 then lasts = math.min(lasts, f / leak) end
  if left ~= '' then lasts = math.min(lasts, tonumber(left)) end
  if f == 0 or lasts <= 0 then redis.call('DEL', key) return f end
  redis.call('HSET', key, 'f', text(f), 't', text(now), 'l', text(leak), 'e', left == '' and '' or text(now + left))
  redis.call('PEXPIRE', key, math.ceil(lasts) + 1)
  return f
end
`;

/**
 * What a daemon has guessed is noted beside its turns, so that it can be taken back when its lease is over. Who comes back
 * after that gives back only what is still there.
 */
const holds = `
local function hold(key, amount, change)
  if change == 0 then return amount end
  local all = KEYS[1] .. ':held'
  local held = tonumber(redis.call('HGET', all, key) or 0)
  local rest = math.max(0, held + change)
  if rest < 0.000001 then redis.call('HDEL', all, key)
  else
    redis.call('HSET', all, key, text(rest))
    redis.call('PEXPIRE', all, 172800000)
  end
  return change < 0 and amount - change - math.min(held, -change) or amount
end
`;

/** All scripts, by name. Each gets the key of its daemon's turn first where it is done in turn. */
export const scripts = {
  /** Shows that writing is possible, begins a connection's turns, and says how far the one before it came. */
  begin: `
local done = redis.call('HGET', KEYS[1], 'done')
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'done', done or 0)
redis.call('PEXPIRE', KEYS[1], 86400000)
return done or '-1'`,

  /** For each amount: how much, the most, what leaks out, how long it is left, how much of it is guessed. */
  take: `${time}${inTurn}${amounts}${holds}
local levels, full = {}, 0
for i = 2, #KEYS do
  local at = 3 + (i - 2) * 5
  local f = filled(KEYS[i])
  levels[i - 1] = text(f)
  if full == 0 and f + ARGV[at] > tonumber(ARGV[at + 1]) then full = i - 1 end
end
if full > 0 then return { 0, full, levels } end
for i = 2, #KEYS do
  local at = 3 + (i - 2) * 5
  levels[i - 1] = text(tonumber(levels[i - 1]) + ARGV[at])
  fill(KEYS[i], hold(KEYS[i], tonumber(ARGV[at]), tonumber(ARGV[at + 4])), tonumber(ARGV[at + 2]), ARGV[at + 3])
end
return { 1, 0, levels }`,

  /** The same without the most. */
  add: `${time}${inTurn}${amounts}${holds}
local levels = {}
for i = 2, #KEYS do
  local at = 3 + (i - 2) * 4
  local amount = hold(KEYS[i], tonumber(ARGV[at]), tonumber(ARGV[at + 3]))
  levels[i - 1] = text(fill(KEYS[i], amount, tonumber(ARGV[at + 1]), ARGV[at + 2]))
end
return levels`,

  /** This daemon is there for so long; of those that are no longer, what they have guessed is taken back. */
  lease: `${time}${amounts}
redis.call('ZADD', KEYS[2], text(now + ARGV[1]), KEYS[1])
local gone = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', text(now), 'LIMIT', 0, 16)
for _, turn in ipairs(gone) do
  local held = redis.call('HGETALL', turn .. ':held')
  for i = 1, #held, 2 do
    local level = redis.pcall('HMGET', held[i], 'l', 'e')
    if not level.err and level[1] then
      local left = ''
      if level[2] and level[2] ~= '' then left = text(tonumber(level[2]) - now) end
      fill(held[i], -tonumber(held[i + 1]), tonumber(level[1]), left)
    end
  end
  redis.call('UNLINK', turn .. ':held')
  redis.call('ZREM', KEYS[2], turn)
end
return #gone`,

  levels: `${time}${amounts}
local levels = {}
for i = 1, #KEYS do levels[i] = text(filled(KEYS[i])) end
return levels`,

  /** Values up to a size; what is larger, or no value at all, was written by nobody of us and goes. */
  get: `
local found = {}
for i = 1, #KEYS do
  local bytes = redis.pcall('STRLEN', KEYS[i])
  found[i] = false
  if type(bytes) ~= 'number' or bytes > tonumber(ARGV[1]) then redis.call('UNLINK', KEYS[i])
  elseif bytes > 0 then found[i] = redis.call('GET', KEYS[i]) end
end
return found`,

  /** A place is a hash: for each name its text. Where nobody was seen at any, who asks is seen at the last of them. */
  first: `
for i = 1, #KEYS - 1 do
  local all = redis.pcall('HGETALL', KEYS[i])
  if all.err then redis.call('UNLINK', KEYS[i]) elseif #all > 0 then return { i, all } end
end
redis.call('HSET', KEYS[#KEYS], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[#KEYS], ARGV[3])
return { 0 }`,

  /** How many are told apart at one place, for how long, and for each place who was seen there, with the text. */
  note: `
for i = 1, #KEYS do
  local name = ARGV[1 + i * 2]
  local count = redis.pcall('HLEN', KEYS[i])
  if type(count) ~= 'number' or (count >= tonumber(ARGV[1]) and redis.call('HEXISTS', KEYS[i], name) == 0) then
    redis.call('UNLINK', KEYS[i])
  end
  redis.call('HSET', KEYS[i], name, ARGV[2 + i * 2])
  redis.call('PEXPIRE', KEYS[i], ARGV[2])
end
return 1`,

  /** A seat is a member whose score is the end of its lease. */
  enter: `${time}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', text(now))
local most, id, lease = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3])
if not redis.call('ZSCORE', KEYS[1], id) and redis.call('ZCARD', KEYS[1]) >= most then return 0 end
redis.call('ZADD', KEYS[1], text(now + lease), id)
if redis.call('PTTL', KEYS[1]) < lease then redis.call('PEXPIRE', KEYS[1], math.ceil(lease) + 1) end
return 1`,

  /**
   * The board is a hash: for each fact when it was written, when it ends, and = with its text or - where it was taken away.
   * What is brought late does not undo what was written since. A name of its own, made when it is
   * begun, tells a board from one that was lost.
   */
  write: `${time}
local changed = 0
for i = 2, #ARGV, 4 do
  local at = now - tonumber(ARGV[i + 1])
  local known = redis.call('HGET', KEYS[1], ARGV[i])
  local before = known and tonumber(string.match(known, '^([^|]*)|'))
  if not before or before <= at then
    local ends = ARGV[i + 2]
    if ends ~= '' then ends = text(at + ends) elseif string.sub(ARGV[i + 3], 1, 1) == '-' then ends = text(now + 86400000) end
    redis.call('HSET', KEYS[1], ARGV[i], text(at) .. '|' .. ends .. '|' .. ARGV[i + 3])
    changed = 1
  end
end
redis.call('HSETNX', KEYS[1], '', ARGV[1] .. ' ' .. text(now))
if changed == 1 then redis.call('INCR', KEYS[2]) end
return changed`,

  /** Everything on the board, where its count is another than the one that is known; what has ended is swept away. */
  board: `${time}
local count = redis.call('GET', KEYS[2]) or '0'
local name = redis.call('HGET', KEYS[1], '') or ''
if count == ARGV[1] and name == ARGV[2] then return { count, name, text(now) } end
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local ends = tonumber(string.match(all[i + 1], '^[^|]*|([^|]*)|'))
  if ends and ends <= now then redis.call('HDEL', KEYS[1], all[i]) end
end
return { count, name, text(now), all }`,
} as const;

/** The name of a script. */
export type ScriptName = keyof typeof scripts;
