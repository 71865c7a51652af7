-- Sends forms, each once: one body a line in the file that FORMS names. Prints what bench.intake reads.
local bodies = {}
for line in io.lines(os.getenv("FORMS")) do bodies[#bodies + 1] = line end
local headers = { ["Content-Type"] = "application/x-www-form-urlencoded", ["Sec-Fetch-Site"] = "same-origin" }
local sent = 0

function request()
  sent = sent + 1
  return wrk.format("POST", "/forms/consultation", headers, bodies[(sent - 1) % #bodies + 1])
end

function done(summary, latency, requests)
  io.write(string.format("RESULT %d %d %f %d\n", summary.requests, summary.duration,
    latency:percentile(99) / 1000, summary.errors.status + summary.errors.timeout + summary.errors.read))
end
