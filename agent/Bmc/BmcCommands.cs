namespace SovereignFleet.Agent.Bmc;

/// <summary>What the agent may be told to do by its BMC. Doing it twice has the effect of once.</summary>
internal sealed class BmcCommands(IpmiTool tool, IdentifyLight light)
{
    /// <summary>Lights or clears the locator LED.</summary>
    public Task<BmcAnswer> IdentifyAsync(bool on, CancellationToken cancellationToken) => light.SetAsync(on, cancellationToken);

    /// <summary>Ok with "on" or "off".</summary>
    public async Task<BmcAnswer> ReadPowerAsync(CancellationToken cancellationToken)
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
}
