namespace SovereignFleet.Server.Service.Targets.HaProxy;

/// <summary>What "show servers state" says of one server.</summary>
/// <param name="Admin">srv_admin_state, a bit mask; any bit set: it gets no new requests by somebody's will
/// (https://docs.haproxy.org/2.6/management.html, "show servers state").</param>
/// <param name="Operation">srv_op_state: 0 stopped, 1 starting, 2 running, 3 stopping (its check said 404: no new requests).</param>
/// <param name="Weight">srv_uweight, what an agent-check or a person last set; with 0 it gets no new requests.</param>
/// <param name="Check">srv_check_state, a bit mask.</param>
/// <param name="CheckResult">srv_check_result: 3 passed, 4 passed on condition.</param>
/// <param name="CheckHealth">srv_check_health: how many checks passed of late; leaving maintenance sets it to "up, and falls at the first failure".</param>
internal sealed record HaProxyRow(int Admin, int Operation, int Weight, int Check, int CheckResult, int CheckHealth)
{
    // SRV_ADMF_FDRAIN 0x08, SRV_ADMF_IDRAIN 0x10: what is only drained still gets the clients that a cookie or a stick table keeps to it.
    private const int Drain = 0x18;
    private const int CheckEnabled = 0x04;

    public bool IsTaking => Admin == 0;

    public bool KeepsClients => Admin != 0 && (Admin & ~Drain) == 0;

    /// <summary>Why it gets nothing though nobody has drained it; null: it does.</summary>
    public string? Down(HaProxyStat stat) => this switch
    {
        { IsTaking: false } => null,
        { Operation: 0 } => $"down in HAProxy{stat.Word}",
        { Operation: 3 } => $"stopping in HAProxy (NOLB){stat.Word}",
        { Weight: 0 } => "weight 0 in HAProxy",
        _ => null,
    };

    /// <summary>What the check still lacks; null: all of late have passed, or there is no check.</summary>
    public string? Unproven(HaProxyStat stat) =>
        IsTaking && (Check & CheckEnabled) != 0 && (CheckResult < 3 || CheckHealth < stat.FullHealth)
            ? $"HAProxy's check has not passed often enough since ({CheckHealth} of {stat.FullHealth}){stat.Word}"
            : null;
}
