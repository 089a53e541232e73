using SovereignFleet.Agent.Exposition.Observation;
using SovereignFleet.Agent.Exposition.Page;
using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Uplink;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Exposition;

/// <summary>The agent itself: whether it reads, whether the server takes it, what waits and what was lost.</summary>
internal sealed class AgentPart(Observed observed, ExpositionFacts facts, MessageSpool spool, UplinkLoop uplink, TimeProvider time) : IMetricsPart
{
    private static readonly (SensorStatus.Types.Outcome Outcome, string Name)[] Outcomes =
    [
        (SensorStatus.Types.Outcome.Ok, "ok"), (SensorStatus.Types.Outcome.NotSupported, "not_supported"),
        (SensorStatus.Types.Outcome.Failed, "failed"), (SensorStatus.Types.Outcome.TimedOut, "timed_out"),
    ];

    private static readonly LabelSet LostFrames = LabelSet.Of(("what", "frames"));
    private static readonly LabelSet LostEvents = LabelSet.Of(("what", "events"));
    private static readonly LabelSet LostRecords = LabelSet.Of(("what", "damaged_records"));

    private readonly LabelSet build = LabelSet.Of(("version", facts.AgentVersion));
    private readonly double startedAt = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
    private readonly Dictionary<string, LabelSet> sensors = new(StringComparer.Ordinal);

    public void Write(PageWriter page)
    {
        Gauge(page, "sovereignfleet_agent_build_info", "What runs here.", build, 1);
        Gauge(page, "sovereignfleet_agent_start_time_seconds", "When the agent started, Unix time.", null, startedAt);
        Gauge(page, "sovereignfleet_agent_connected", "1 where the control plane has welcomed this agent.", null, uplink.IsConnected ? 1 : 0);
        page.Family("sovereignfleet_agent_frames_total", MetricType.Counter, "Frames read since the agent started.");
        page.Sample(null, observed.Frames);
        WriteEvents(page);
        WriteSpool(page);
        WriteSensors(page);
    }

    private static void Gauge(PageWriter page, string name, string help, LabelSet? labels, double value)
    {
        page.Family(name, MetricType.Gauge, help);
        page.Sample(labels, value);
    }

    private void WriteEvents(PageWriter page)
    {
        page.Family("sovereignfleet_agent_events_total", MetricType.Counter, "Events read since the agent started, by their kind.");
        foreach (var (kind, count) in observed.Events.Counts)
        {
            page.Sample(LabelSet.Of(("kind", kind)), count);
        }
    }

    private void WriteSpool(PageWriter page)
    {
        Gauge(page, "sovereignfleet_agent_spool_bytes", "What the spool takes on the disk.", null, spool.Bytes);
        Gauge(page, "sovereignfleet_agent_spool_waiting_messages", "Messages that the control plane has not acknowledged.", null, spool.Waiting);
        var lost = spool.Lost;
        page.Family("sovereignfleet_agent_spool_lost_total", MetricType.Counter, "What the spool could not keep since the agent started.");
        page.Sample(LostFrames, lost.DroppedFrames);
        page.Sample(LostEvents, lost.DroppedEvents);
        page.Sample(LostRecords, lost.CorruptRecords);
    }

    private void WriteSensors(PageWriter page)
    {
        var statuses = observed.Frame?.Sensors.ToList() ?? [];
        page.Family("sovereignfleet_agent_sensor_outcome", MetricType.Gauge, "1 for how the sensor's last read ended.");
        foreach (var status in statuses)
        {
            foreach (var (outcome, name) in Outcomes)
            {
                page.Sample(SensorLabels(status.Name, name), status.Outcome == outcome ? 1 : 0);
            }
        }

        page.Family("sovereignfleet_agent_sensor_read_duration_seconds", MetricType.Gauge, "How long the sensor's last read took.");
        foreach (var status in statuses.Where(status => status.Took is not null))
        {
            page.Sample(SensorLabels(status.Name, ""), status.Took.ToTimeSpan().TotalSeconds);
        }
    }

    private LabelSet SensorLabels(string sensor, string outcome)
    {
        var key = sensor + '/' + outcome;
        if (!sensors.TryGetValue(key, out var labels))
        {
            labels = outcome.Length > 0 ? LabelSet.Of(("sensor", sensor), ("outcome", outcome)) : LabelSet.Of(("sensor", sensor));
            sensors[key] = labels;
        }

        return labels;
    }
}
