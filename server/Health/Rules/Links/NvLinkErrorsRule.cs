using System.Globalization;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Links;

/// <summary>NVLinks that count errors. A sound link sends nothing again and never recovers (DCGM fails a link for one replay or recovery, and for a
/// hundred checksum errors a second); single checksum errors are a warning. Over when none came for a while.</summary>
internal sealed class NvLinkErrorsRule : IHealthRule
{
    private const long CrcPerSecond = 100;

    /// <summary>Link counters are read each ten seconds, their sums each second: a step is spread over no less than a second.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);

    public RuleIdentity Identity { get; } = RuleIdentity.Of(FaultCatalog.NvLinkErrors, hold: TimeSpan.Zero, keep: Quiet);

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        foreach (var gpu in window.Gpus)
        {
            var retried = gpu.LinkRetries.IncreasedAt == now ? gpu.LinkRetries.Increase : 0;
            var corrupted = gpu.LinkCrc.IncreasedAt == now ? gpu.LinkCrc.Increase : 0;
            if (retried > 0 || corrupted > 0)
            {
                yield return Verdict.Happened(Identity, Find(gpu, retried, corrupted), (int)Math.Min(retried + corrupted, int.MaxValue), now);
            }
            else if (gpu.Reading is not null && (gpu.LinkRetries.Value ?? gpu.LinkCrc.Value) is not null)
            {
                yield return Verdict.Clear(Identity, gpu.Uuid);
            }
        }
    }

    private static Finding Find(GpuTrack gpu, long retried, long corrupted)
    {
        var severe = corrupted >= CrcPerSecond;
        return new Finding
        {
            Fault = FaultCatalog.NvLinkErrors,
            GpuUuid = gpu.Uuid,
            Severity = severe ? Severity.Critical : Severity.Warning,
            Drain = severe || retried > 0 ? DrainAdvice.NextWindow : DrainAdvice.None,
            Sentence = $"{gpu.Label} counts errors on its NVLinks.",
            Remedy = Remedy.Of(RemedyKind.ResetGpu, gpu.Uuid),
            Action = severe || retried > 0
                ? "Drain the Host in the next Window and reset the GPUs; have the baseboard, bridge or cable looked at if errors come again."
                : "Watch it; have the baseboard, bridge or cable looked at if it goes on.",
            Evidence = new Dictionary<string, string>
            {
                ["retries_and_recoveries"] = retried.ToString(CultureInfo.InvariantCulture),
                ["crc_errors"] = corrupted.ToString(CultureInfo.InvariantCulture),
                ["links"] = string.Join(", ", gpu.Reading?.Links.Select(link => link.Link.ToString(CultureInfo.InvariantCulture)) ?? []),
            },
        };
    }
}
