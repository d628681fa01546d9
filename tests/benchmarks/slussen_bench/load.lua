-- The bodies of one run of wrk, made anew for each request; and its figures as one line of JSON.
local spec = dofile(os.getenv("SLUSSEN_BENCH_SPEC"))
local threads, count, place = 0, 0, 0

function setup(thread)
   threads = threads + 1
   thread:set("number", threads)
end

local function id()
   count = count + 1
   if #spec.values > 0 then
      return spec.values[(count * 7 + number) % #spec.values + 1]
   end
   return string.format("%s%02X%014X00000000", spec.run, number, count)
end

local function item()
   return table.concat(spec.parts, id())
end

function request()
   local body
   if spec.items == 0 then
      body = item()
   else
      local many = {}
      for place = 1, spec.items do many[place] = item() end
      body = "[" .. table.concat(many, ",") .. "]"
   end
   return wrk.format(spec.method, spec.path, spec.headers, body)
end

function done(summary, latency, requests)
   local errors = summary.errors
   io.write(string.format(
      '\nRESULT {"answers":%d,"microseconds":%d,"refused":%d,"broken":%d,"late":%d,"p50":%d,"p99":%d}\n',
      summary.requests, summary.duration, errors.status, errors.connect + errors.read + errors.write,
      errors.timeout, latency:percentile(50), latency:percentile(99)))
end
