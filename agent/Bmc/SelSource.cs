using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Bmc;

/// <summary>Tells each record of the BMC's System Event Log once, over restarts of the agent.</summary>
internal sealed class SelSource(IpmiTool tool, TimeProvider time) : IEventSource
{
    private readonly string cursorFile = Path.Combine(tool.Options.DataFolder, "sel.cursor");

    public string Name => "bmc-sel";

    public string? UnsupportedReason() => tool.Options.Mode == BmcMode.None && tool.Options.Faults.Count == 0 ? tool.Refusal() : null;

    public async Task RunAsync(IEventSink sink, CancellationToken cancellationToken)
    {
        var cursor = SelCursor.Load(cursorFile);
        while (true)
        {
            var answer = await tool.AskAsync(["-c", "sel", "elist"], cancellationToken);
            if (!answer.IsOk)
            {
                throw new IOException(answer.Text);
            }

            foreach (var record in SelCursor.New(cursor, SelParser.Parse(answer.Text)))
            {
                await sink.WriteAsync(ToEvent(record, time.GetUtcNow()), cancellationToken);
                cursor = SelCursor.Of(record);
                cursor.Save(cursorFile);
            }

            await Task.Delay(tool.Options.Period, time, cancellationToken);
        }
    }

    internal static Event ToEvent(SelRecord record, DateTimeOffset now)
    {
        var happened = new Event
        {
            // A BMC whose clock was never set, or runs ahead, knows no time of its own.
            At = (record.At is { } at && at <= now ? at : now).ToTimestamp(),
            Kind = EventKinds.BmcSel,
            Count = 1,
            Source = "bmc",
            Text = record.Line,
        };
        Put("sensor", record.Sensor);
        Put("what", record.What);
        Put("direction", record.Direction);
        Put("reading", record.Reading);
        return happened;

        void Put(string key, string value)
        {
            if (value.Length > 0)
            {
                happened.Detail[key] = value;
            }
        }
    }
}
