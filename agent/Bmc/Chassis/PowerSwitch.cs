using System.Globalization;
using SovereignFleet.Agent.Bmc.Ipmi;

namespace SovereignFleet.Agent.Bmc.Chassis;

/// <summary>Reads and switches a Host's power by its BMC, and reads back what came of it.</summary>
internal sealed class PowerSwitch(TimeProvider time)
{
    private const string On = "on";
    private const string Off = "off";
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>A large server's power supplies take seconds to fall and to rise.</summary>
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(30);

    /// <summary>So long the power stays off: a fault that residual charge keeps up ends.</summary>
    private static readonly TimeSpan Dark = TimeSpan.FromSeconds(5);

    /// <summary>Ok with "on" or "off".</summary>
    public async Task<BmcAnswer> ReadAsync(IpmiTool tool, CancellationToken cancellationToken)
    {
        var answer = await tool.AskAsync(["chassis", "power", "status"], cancellationToken);
        if (!answer.IsOk)
        {
            return answer;
        }

        return KeyValueParser.PowerIsOn(answer.Text) switch
        {
            true => BmcAnswer.Ok(On),
            false => BmcAnswer.Ok(Off),
            null => BmcAnswer.Failed("ipmitool does not say whether the power is on"),
        };
    }

    /// <summary>Off, read as off, on, read as on: each step by itself, because a BMC's own "cycle" is over before anybody has
    /// seen it. Once the power may be off it is switched on again even where the caller gives up meanwhile.</summary>
    /// <param name="note">Keeps a step of <see cref="PowerSteps"/> over the end of this process. Where the first one cannot be kept it
    /// throws, and nothing is switched.</param>
    public async Task<BmcAnswer> CycleOtherAsync(IpmiTool tool, Action<string> note, CancellationToken cancellationToken)
    {
        var before = await ReadAsync(tool, cancellationToken);
        if (!before.IsOk)
        {
            return before;
        }

        var proof = new Dictionary<string, string> { ["power_before"] = before.Text };
        note(PowerSteps.OffAsked);
        if (before.Text == Off)
        {
            note(PowerSteps.OffSeen);
            return await SwitchOnAsync(tool, proof, CancellationToken.None);
        }

        // From here on no cancellation: a Host must not be left without power.
        var off = await tool.AskAsync(["chassis", "power", "off"], CancellationToken.None);
        if (await BecomesAsync(tool, Off, proof, CancellationToken.None))
        {
            note(PowerSteps.OffSeen);
            await Task.Delay(Dark, time, CancellationToken.None);
            return await SwitchOnAsync(tool, proof, CancellationToken.None);
        }

        // It was not seen to go off, and may have: asked to be on, a Host that is on stays as it is.
        await tool.AskAsync(["chassis", "power", "on"], CancellationToken.None);
        return BmcAnswer.Failed(off.IsOk
            ? $"the BMC took \"power off\", and the power still was on after {TimeOut.TotalSeconds:F0} s"
            : off.Text) with
        { Proof = proof };
    }

    /// <summary>Finishes what <see cref="CycleOtherAsync"/> of an earlier run of this agent left: a power that is off, or goes off
    /// meanwhile, is switched on. A BMC that does not answer is asked until the caller gives up.</summary>
    /// <param name="offSeenAt">When it was seen off; null: that was not noted.</param>
    public async Task<BmcAnswer> FinishAsync(IpmiTool tool, DateTimeOffset? offSeenAt, CancellationToken cancellationToken)
    {
        var proof = new Dictionary<string, string>();
        var found = await ReadAtLastAsync(tool, cancellationToken);
        proof["power_found"] = found;
        if (offSeenAt is not null || found == Off)
        {
            proof["power_off_at"] = (offSeenAt ?? time.GetUtcNow()).ToString("O", CultureInfo.InvariantCulture);
        }
        // "Off" may have been asked for in the earlier run's last moment: it takes effect in this one.
        else if (!await BecomesAsync(tool, Off, proof, cancellationToken))
        {
            return BmcAnswer.Failed("the agent was restarted in the midst of it; the power is on, and nobody saw whether it was off") with { Proof = proof };
        }

        return await SwitchOnAsync(tool, proof, cancellationToken);
    }

    /// <summary>By the BMC's own "cycle": whoever switched this Host off could not switch it on again.</summary>
    public async Task<BmcAnswer> CycleOwnAsync(IpmiTool tool, CancellationToken cancellationToken)
    {
        var answer = await tool.AskAsync(["chassis", "power", "cycle"], cancellationToken);
        if (!answer.IsOk)
        {
            return answer;
        }

        await Task.Delay(TimeOut, time, cancellationToken);
        return BmcAnswer.Failed($"the BMC took \"power cycle\", and this Host still ran {TimeOut.TotalSeconds:F0} s later");
    }

    private async Task<string> ReadAtLastAsync(IpmiTool tool, CancellationToken cancellationToken)
    {
        BmcAnswer answer;
        while (!(answer = await ReadAsync(tool, cancellationToken)).IsOk)
        {
            await Task.Delay(PollInterval, time, cancellationToken);
        }

        return answer.Text;
    }

    private async Task<BmcAnswer> SwitchOnAsync(IpmiTool tool, Dictionary<string, string> proof, CancellationToken cancellationToken)
    {
        var deadline = time.GetUtcNow() + TimeOut;
        BmcAnswer on;
        // Some BMCs refuse for seconds after an "off".
        while (!(on = await tool.AskAsync(["chassis", "power", "on"], cancellationToken)).IsOk && time.GetUtcNow() < deadline)
        {
            await Task.Delay(PollInterval, time, cancellationToken);
        }

        if (!on.IsOk)
        {
            return BmcAnswer.Failed("the power is off and could not be switched on: " + on.Text) with { Proof = proof };
        }

        return await BecomesAsync(tool, On, proof, cancellationToken)
            ? BmcAnswer.Ok("the power was off and is on again") with { Proof = proof }
            : BmcAnswer.Failed($"the BMC took \"power on\", and the power still was off after {TimeOut.TotalSeconds:F0} s") with { Proof = proof };
    }

    private async Task<bool> BecomesAsync(IpmiTool tool, string wanted, Dictionary<string, string> proof, CancellationToken cancellationToken)
    {
        var deadline = time.GetUtcNow() + TimeOut;
        do
        {
            if ((await ReadAsync(tool, cancellationToken)) is { IsOk: true } answer && answer.Text == wanted)
            {
                proof["power_" + wanted + "_at"] = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
                return true;
            }

            await Task.Delay(PollInterval, time, cancellationToken);
        }
        while (time.GetUtcNow() < deadline);
        return false;
    }
}
