using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Link.Streams;

/// <summary>Ends the streams of Hosts as which another machine, or the same one after a reboot, has connected since to another replica: a Host
/// has one writer, and of two machines that speak as one each must say who it is again, so that both stay seen.</summary>
internal sealed partial class SpeakerWatch(
    LiveStreams streams, IDbContextFactory<FleetDb> contexts, DatabaseReady ready, TimeProvider time, ILogger<SpeakerWatch> logger) : EveryReplicaWorker(ready, time)
{
    protected override TimeSpan Period => TimeSpan.FromSeconds(15);

    protected override Task RoundAsync(CancellationToken cancellationToken) => LookAsync(cancellationToken);

    protected override void Tell(Exception error) => Log.SpeakersNotRead(logger, error.Message);

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var live = streams.All.Where(stream => stream.BootId.Length > 0 || stream.Hello.RunId.Length > 0).ToList();
        if (live.Count == 0)
        {
            return;
        }

        var hosts = live.Select(stream => stream.Host.Id).ToArray();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var boots = await db.Hosts.Where(host => hosts.Contains(host.Id) && host.SpeakerBootId != null)
            .ToDictionaryAsync(host => host.Id, host => host.SpeakerBootId!, cancellationToken);
        var runs = await db.AgentLineages.AsNoTracking().Where(lineage => hosts.Contains(lineage.HostId)).ToDictionaryAsync(lineage => lineage.HostId, cancellationToken);
        foreach (var stream in live.Where(stream => IsOfAnotherBoot(stream, boots) || IsOfAFormerRun(stream, runs)))
        {
            stream.End("another machine, or this one after a reboot, speaks as the Host since");
        }
    }

    private static bool IsOfAnotherBoot(HostStream stream, Dictionary<Guid, string> boots) =>
        stream.BootId.Length > 0 && boots.GetValueOrDefault(stream.Host.Id, stream.BootId) != stream.BootId;

    // A run that tells no id may have taken the word from it.
    private static bool IsOfAFormerRun(HostStream stream, Dictionary<Guid, AgentLineage> runs) =>
        stream.Hello.RunId is { Length: > 0 } said && runs.GetValueOrDefault(stream.Host.Id) is { } lineage
        && (lineage.RunId is { } speaker ? speaker != said : lineage.FormerRuns.Contains(said));

    private static partial class Log
    {
        [LoggerMessage(EventId = 2714, Level = LogLevel.Warning, Message = "Whether other replicas took Hosts over could not be read and is again in seconds: {Reason}")]
        public static partial void SpeakersNotRead(ILogger logger, string reason);
    }
}
