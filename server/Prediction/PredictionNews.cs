using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Link.Streams;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Prediction;

/// <summary>Tells each agent that this replica holds which of its GPUs are expected to fail, for who reads the agent's own metrics:
/// at the beginning of its stream, and when that changes.</summary>
internal sealed partial class PredictionNews(
    LiveStreams streams, IDbContextFactory<FleetDb> contexts, DatabaseReady ready, TimeProvider time, ILogger<PredictionNews> logger) : EveryReplicaWorker(ready, time)
{
    private Dictionary<HostStream, HashSet<string>> told = [];

    protected override TimeSpan Period => TimeSpan.FromSeconds(5);

    protected override Task RoundAsync(CancellationToken cancellationToken) => TellAsync(cancellationToken);

    protected override void Tell(Exception error) => Log.AgentsNotTold(logger, error.Message);

    public async Task TellAsync(CancellationToken cancellationToken)
    {
        var live = streams.All;
        if (live.Count == 0)
        {
            return;
        }

        var hosts = live.Select(stream => stream.Host.Id).ToList();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var risks = (await db.Risks.AsNoTracking().Where(risk => risk.Decision == RiskDecision.Drain && hosts.Contains(risk.HostId))
            .Select(risk => new { risk.HostId, risk.GpuUuid }).ToListAsync(cancellationToken)).ToLookup(risk => risk.HostId, risk => risk.GpuUuid);
        var telling = new Dictionary<HostStream, HashSet<string>>();
        foreach (var stream in live)
        {
            var gpus = risks[stream.Host.Id].ToHashSet();
            if (!told.TryGetValue(stream, out var before) || !before.SetEquals(gpus))
            {
                stream.Send(new ConnectResponse { Settings = new Settings { PredictedFailures = new PredictedFailures { GpuUuids = { gpus } } } });
            }

            telling[stream] = gpus;
        }

        told = telling; // streams that ended are forgotten with it
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3001, Level = LogLevel.Warning, Message = "Agents could not be told what is expected to fail; it is tried again: {Reason}")]
        public static partial void AgentsNotTold(ILogger logger, string reason);
    }
}
