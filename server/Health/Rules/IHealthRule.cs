using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules;

/// <summary>Judges one Host. Pure: the window and the time in, verdicts out.</summary>
internal interface IHealthRule
{
    /// <summary>Stable word, part of the Condition's name: "gpu-ecc-uncorrected".</summary>
    string Name { get; }

    /// <summary>How long a finding must last before its Condition fires. Zero for what an Event tells.</summary>
    TimeSpan Hold { get; }

    /// <summary>How long all must be well before a firing Condition is resolved.</summary>
    TimeSpan Keep { get; }

    /// <summary>Called with each live Frame and each batch of Events. A rule that says nothing of a code leaves its Condition as it
    /// is: that is how a fault stays firing until something proves the repair.</summary>
    IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now);
}
