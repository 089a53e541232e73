using System.Globalization;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Agent;

/// <summary>Two machines that speak as one Host. It is over when one alone has spoken for a while: each that connects takes the stream from the
/// other, which is back within a minute and a quarter where it lives. While nobody speaks, nothing is known.</summary>
internal sealed class HostDuplicatedRule : IHealthRule
{
    /// <summary>How old the last Frame may be that proves that a machine speaks now.</summary>
    private static readonly TimeSpan Speaks = TimeSpan.FromSeconds(10);

    public RuleIdentity Identity { get; } = RuleIdentity.Of(FaultCatalog.HostDuplicated, hold: TimeSpan.Zero, keep: TimeSpan.FromMinutes(10));

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        if (window.Duplicate is { } seen)
        {
            yield return Verdict.Found(Identity, new Finding
            {
                Fault = FaultCatalog.HostDuplicated,
                Severity = Severity.Critical,
                Sentence = seen.Sentence,
                Remedy = Remedy.None,
                Action = "Revoke the Host, and enroll the right machine anew: a disk was copied, or a key stolen.",
                Evidence = new Dictionary<string, string>
                {
                    ["address"] = seen.Address,
                    ["boot_id"] = seen.BootId,
                    ["other_boot_id"] = seen.OtherBootId,
                    ["other_heard_at"] = seen.OtherHeardAt.ToString("O", CultureInfo.InvariantCulture),
                },
            });
        }
        else if (window.FrameAt is { } heardAt && now - heardAt < Speaks)
        {
            yield return Verdict.Clear(Identity, null);
        }
    }
}
