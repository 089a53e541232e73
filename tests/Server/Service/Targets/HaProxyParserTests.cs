using SovereignFleet.Server.Service.Targets.HaProxy;

namespace SovereignFleet.Tests.Server.Service.Targets;

/// <summary>On what HAProxy 2.6.12 printed.</summary>
[TestClass]
public sealed class HaProxyParserTests
{
    private const string State = """
        1
        # be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port
        3 be 1 s1 127.0.0.1 0 8 1 1 1 8 2 0 6 0 0 0 - 18081 - 0 0 - - 0
        3 be 2 s2 127.0.0.1 0 1 1 1 3 8 2 0 14 0 0 0 - 18082 - 0 0 - - 0
        3 be 3 s3 127.0.0.1 2 0 1 1 2 8 2 0 6 0 0 0 - 18083 - 0 0 - - 0


        """;

    private const string Statistics = """
        # pxname,svname,qcur,qmax,scur,smax,slim,stot,bin,bout,status,
        fe,FRONTEND,,,0,0,9985,0,0,0,OPEN,
        be,s1,1,0,2,0,,14,0,0,DRAIN,
        be,BACKEND,0,0,0,0,999,0,0,0,DOWN,

        """;

    [TestMethod]
    [DataRow("s1", 8)]
    [DataRow("s2", 1)]
    [DataRow("s3", 0)]
    [DataRow("s9", null)]
    public void AdminState_CapturedText_IsTheMask(string server, int? expected) =>
        Assert.AreEqual(expected, HaProxyParser.State(State, "be", server)?.Admin);

    [TestMethod]
    public void Sessions_CapturedText_AreCurrentAndQueued() => Assert.AreEqual(3, HaProxyParser.Stat(Statistics, "be", "s1")?.Sessions);

    [TestMethod]
    public void Sessions_ColumnsMoved_AreFoundByName() =>
        Assert.AreEqual(9, HaProxyParser.Stat("# svname,scur,new,pxname,qcur\ns1,4,7,be,5\n", "be", "s1")?.Sessions);

    [TestMethod]
    [DataRow("")]
    [DataRow("No such server.\n\n")]
    [DataRow("Can't find backend.\n\n")]
    [DataRow("# pxname,svname,qcur,scur\nbe,s1,0\n")]
    [DataRow("# pxname,svname,qcur,scur\nbe,s1,0,-1\n")]
    public void Sessions_TextWithoutThem_IsUnknownAndNeverZero(string text) =>
        Assert.IsNull(HaProxyParser.Stat(text, "be", "s1"));

    /// <summary>Nobody has drained it, and it gets nothing all the same: 2.6 prints these.</summary>
    [TestMethod]
    [DataRow("0 0 1 1 3 8 2 0 6 0", "DOWN,L4CON,,,1,3,0,,,", "down in HAProxy: L4CON")]
    [DataRow("3 0 1 1 3 15 3 4 6 0", "NOLB,L7STS,,,2,3,4,,,", "stopping in HAProxy (NOLB): L7STS")]
    [DataRow("0 0 1 1 3 6 3 4 6 22", "DOWN (agent),L4OK,L7STS,,2,3,4,1,1,0", "down in HAProxy: agent-check L7STS")]
    [DataRow("2 0 0 0 4 1 0 2 0 0", "no check,,,,,,,,,", "weight 0 in HAProxy")]
    [DataRow("2 0 1 1 4 6 3 4 6 0", "UP,* L4OK,,,2,3,4,,,", null)]
    [DataRow("0 8 1 1 3 8 2 0 6 0", "DRAIN,L4CON,,,1,3,0,,,", null)]
    public void Down_StateAndStatistics_IsWhyItGetsNothing(string state, string stat, string? expected)
    {
        var (row, statistics) = Rows(state, stat);
        Assert.AreEqual(expected, row.Down(statistics));
    }

    /// <summary>A server that leaves maintenance is up for HAProxy before it was checked, and falls at the first failure.</summary>
    [TestMethod]
    [DataRow("2 0 1 1 0 6 3 2 6 0", "UP,L4OK,,,2,3,2,,,", "HAProxy's check has not passed often enough since (2 of 4): L4OK")]
    [DataRow("2 0 1 1 0 8 2 2 6 0", "UP,L4CON,,,2,3,2,,,", "HAProxy's check has not passed often enough since (2 of 4): L4CON")]
    [DataRow("2 0 1 1 4 6 3 4 6 0", "UP,L4OK,,,2,3,4,,,", null)]
    [DataRow("2 0 1 1 4 1 0 2 0 0", "no check,,,,,,,,,", null)]
    public void Unproven_StateAndStatistics_IsWhatTheCheckLacks(string state, string stat, string? expected)
    {
        var (row, statistics) = Rows(state, stat);
        Assert.AreEqual(expected, row.Unproven(statistics));
    }

    [TestMethod]
    [DataRow(8, true)]
    [DataRow(16, true)]
    [DataRow(1, false)]
    [DataRow(9, false)]
    [DataRow(0, false)]
    public void KeepsClients_Mask_OnlyWhereItIsDrainedAndNotInMaintenance(int admin, bool expected) =>
        Assert.AreEqual(expected, Rows($"2 {admin} 1 1 4 6 3 4 6 0", "UP,L4OK,,,2,3,4,,,").Row.KeepsClients);

    private static (HaProxyRow Row, HaProxyStat Stat) Rows(string state, string stat)
    {
        const string Header = "# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health srv_check_state srv_agent_state";
        return (
            HaProxyParser.State($"1\n{Header}\n3 be 1 s1 127.0.0.1 {state}\n", "be", "s1")!,
            HaProxyParser.Stat($"# pxname,svname,qcur,scur,status,check_status,agent_status,check_desc,check_rise,check_fall,check_health,agent_rise,agent_fall,agent_health\nbe,s1,0,0,{stat}\n", "be", "s1")!);
    }
}
