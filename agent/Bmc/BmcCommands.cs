using SovereignFleet.Agent.Bmc.Chassis;
using SovereignFleet.Agent.Bmc.Console;
using SovereignFleet.Agent.Bmc.Gateway;
using SovereignFleet.Agent.Bmc.Ipmi;

namespace SovereignFleet.Agent.Bmc;

/// <summary>What the agent may be told to do by a BMC: its own (host is empty), or that of a Host that it is the gateway of.</summary>
internal sealed class BmcCommands(ReachedBmcs bmcs, PowerSwitch power, ConsoleCapture console)
{
    /// <summary>Lights or clears the locator LED.</summary>
    public Task<BmcAnswer> IdentifyAsync(string host, bool on, CancellationToken cancellationToken) =>
        OfAsync(host, bmc => bmc.Light.SetAsync(on, cancellationToken));

    /// <summary>Ok with "on" or "off".</summary>
    public Task<BmcAnswer> ReadPowerAsync(string host, CancellationToken cancellationToken) =>
        OfAsync(host, bmc => power.ReadAsync(bmc.Tool, cancellationToken));

    /// <summary>Off and on again. Of another Host: Ok with the proof that it was off and is on. Of its own Host it ends with the
    /// Host's power, and the next boot is the proof: an answer is a failure.</summary>
    /// <param name="note">Keeps a step of another Host's cycle: see <see cref="PowerSteps"/>.</param>
    public Task<BmcAnswer> PowerCycleAsync(string host, Action<string> note, CancellationToken cancellationToken) => OfAsync(host, bmc => host.Length == 0
        ? power.CycleOwnAsync(bmc.Tool, cancellationToken)
        : power.CycleOtherAsync(bmc.Tool, note, cancellationToken));

    /// <summary>Finishes the cycle of another Host that an earlier run of this agent left after it had asked for "off".</summary>
    /// <param name="offSeenAt">When it was seen off; null: that was not noted.</param>
    public Task<BmcAnswer> FinishPowerCycleAsync(string host, DateTimeOffset? offSeenAt, CancellationToken cancellationToken) =>
        OfAsync(host, bmc => power.FinishAsync(bmc.Tool, offSeenAt, cancellationToken));

    /// <summary>Ok with what the serial console showed for so long, its last 256 KiB; the proof has the last lines.</summary>
    public Task<BmcAnswer> CaptureConsoleAsync(string host, TimeSpan length, CancellationToken cancellationToken) =>
        OfAsync(host, bmc => console.CaptureAsync(bmc.Tool, length, cancellationToken));

    private Task<BmcAnswer> OfAsync(string host, Func<ReachedBmc, Task<BmcAnswer>> ask) =>
        bmcs.Find(host) is { } bmc ? ask(bmc) : Task.FromResult(BmcAnswer.Refused(bmcs.WhyNot(host)));
}
