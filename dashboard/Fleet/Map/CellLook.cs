using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Fleet.Map;

/// <summary>How one GPU, or one Host, is drawn: what the server judged, and never better than how lately it is heard allows.</summary>
/// <param name="IsCurrent">Its readings are from the last seconds; older ones are not shown as if they were now.</param>
public readonly record struct CellLook(Tone Tone, GlyphShape Shape, string Word, bool IsCurrent)
{
    /// <summary>When it was heard last, for what is not known now; null: it is known, or it was never heard.</summary>
    public Timestamp? Heard { get; init; }

    /// <summary>It is not known now, and needed a person when it was heard last: silence heals nothing.</summary>
    public bool WasFiring { get; init; }

    public static CellLook Of(Host host, Gpu gpu, bool stale) =>
        gpu.Health == Health.Act && !stale && !IsSilent(host)
            ? new(Tone.Act, GlyphShape.Diamond, "firing", true)
            : Of(host, gpu.Health, stale, gpu.Health == Health.Act);

    // A silent Host's own health is a fault by its silence; what was wrong before it, its GPUs tell.
    public static CellLook Of(Host host, bool stale) => Of(host, host.Health, stale, host.Gpus.Any(gpu => gpu.Health == Health.Act));

    private static CellLook Of(Host host, Health health, bool stale, bool wasFiring) => host.ServiceState switch
    {
        // Nothing is known of now, not even that the work still goes on.
        _ when stale => Unknown(host, wasFiring),
        // Silence is expected of a Host that is open on a bench or switched off on purpose.
        ServiceState.InRepair => new(Tone.Drain, GlyphShape.Wrench, "in maintenance", !IsSilent(host)),
        ServiceState.Out => new(Tone.Out, GlyphShape.Stroke, "out of service", !IsSilent(host)),
        _ when IsSilent(host) => Unknown(host, wasFiring),
        ServiceState.Draining => new(Tone.Drain, GlyphShape.ArrowDown, "draining", true),
        _ => Of(health),
    };

    private static CellLook Of(Health health) => health switch
    {
        Health.Ok => new(Tone.Ok, GlyphShape.None, "healthy", true),
        Health.Watch => new(Tone.Watch, GlyphShape.Triangle, "watch", true),
        Health.Act => new(Tone.Act, GlyphShape.Diamond, "firing", true),
        _ => new(Tone.Unknown, GlyphShape.Question, "unknown", false),
    };

    // What is late is shown as what is silent: neither is now.
    private static bool IsSilent(Host host) => host.Liveness != Liveness.Live;

    private static CellLook Unknown(Host host, bool wasFiring) =>
        new(Tone.Unknown, GlyphShape.Question, host.LastHeard is null ? "never heard" : wasFiring ? "unknown, was firing" : "unknown", false)
        {
            Heard = host.LastHeard,
            WasFiring = wasFiring,
        };
}
