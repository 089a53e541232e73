using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules;

/// <summary>Judges one Host. Pure: the window and the time in, verdicts out.</summary>
internal interface IHealthRule
{
    RuleIdentity Identity { get; }

    string Name => Identity.Name;

    /// <summary>Called with each live Frame and each batch of Events. A rule that says nothing of a code leaves its Condition as it
    /// is: that is how a fault stays firing until something proves the repair.</summary>
    IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now);
}
