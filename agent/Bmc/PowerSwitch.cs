using System.Globalization;
using SovereignFleet.Agent.Bmc.Ipmi;

namespace SovereignFleet.Agent.Bmc;

/// <summary>Reads and switches a Host's power by its BMC, and reads back what came of it.</summary>
internal sealed class PowerSwitch(TimeProvider time)
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    /// <summary>A large server's power supplies take seconds to fall and to rise.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>So long the power stays off: what holds a fault by its charge lets go of it.</summary>
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
            true => BmcAnswer.Ok("on"),
            false => BmcAnswer.Ok("off"),
            null => BmcAnswer.Failed("ipmitool does not say whether the power is on"),
        };
    }

    /// <summary>Off, read as off, on, read as on: each step by itself, because a BMC's own "cycle" is over before anybody has
    /// seen it. Once the power is off it is switched on again even where the caller gives up meanwhile.</summary>
    public async Task<BmcAnswer> CycleOtherAsync(IpmiTool tool, CancellationToken cancellationToken)
    {
        var before = await ReadAsync(tool, cancellationToken);
        if (!before.IsOk)
        {
            return before;
        }

        var proof = new Dictionary<string, string> { ["power_before"] = before.Text };
        if (before.Text == "on")
        {
            var off = await tool.AskAsync(["chassis", "power", "off"], cancellationToken);
            if (!off.IsOk)
            {
                return off with { Proof = proof };
            }

            // From here on no cancellation: a Host must not be left in the dark.
            if (!await BecomesAsync(tool, "off", proof))
            {
                await tool.AskAsync(["chassis", "power", "on"], CancellationToken.None);
                return BmcAnswer.Failed($"the BMC took \"power off\", and the power still was on after {Patience.TotalSeconds:F0} s") with { Proof = proof };
            }

            await Task.Delay(Dark, time, CancellationToken.None);
        }

        return await SwitchOnAsync(tool, proof);
    }

    /// <summary>By the BMC's own "cycle": whoever switched this Host off could not switch it on again.</summary>
    public async Task<BmcAnswer> CycleOwnAsync(IpmiTool tool, CancellationToken cancellationToken)
    {
        var answer = await tool.AskAsync(["chassis", "power", "cycle"], cancellationToken);
        if (!answer.IsOk)
        {
            return answer;
        }

        await Task.Delay(Patience, time, cancellationToken);
        return BmcAnswer.Failed($"the BMC took \"power cycle\", and this Host still ran {Patience.TotalSeconds:F0} s later");
    }

    private async Task<BmcAnswer> SwitchOnAsync(IpmiTool tool, Dictionary<string, string> proof)
    {
        var deadline = time.GetUtcNow() + Patience;
        BmcAnswer on;
        // Some BMCs refuse for seconds after an "off".
        while (!(on = await tool.AskAsync(["chassis", "power", "on"], CancellationToken.None)).IsOk && time.GetUtcNow() < deadline)
        {
            await Task.Delay(Glance, time, CancellationToken.None);
        }

        if (!on.IsOk)
        {
            return on with { Proof = proof };
        }

        return await BecomesAsync(tool, "on", proof)
            ? BmcAnswer.Ok("the power was off and is on again") with { Proof = proof }
            : BmcAnswer.Failed($"the BMC took \"power on\", and the power still was off after {Patience.TotalSeconds:F0} s") with { Proof = proof };
    }

    private async Task<bool> BecomesAsync(IpmiTool tool, string wanted, Dictionary<string, string> proof)
    {
        var deadline = time.GetUtcNow() + Patience;
        do
        {
            if ((await ReadAsync(tool, CancellationToken.None)) is { IsOk: true } answer && answer.Text == wanted)
            {
                proof["power_" + wanted + "_at"] = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
                return true;
            }

            await Task.Delay(Glance, time, CancellationToken.None);
        }
        while (time.GetUtcNow() < deadline);
        return false;
    }
}
