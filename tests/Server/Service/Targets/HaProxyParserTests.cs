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
        Assert.AreEqual(expected, HaProxyParser.AdminState(State, "be", server));

    [TestMethod]
    public void Sessions_CapturedText_AreCurrentAndQueued() => Assert.AreEqual(3, HaProxyParser.Sessions(Statistics, "be", "s1"));

    [TestMethod]
    public void Sessions_ColumnsMoved_AreFoundByName() =>
        Assert.AreEqual(9, HaProxyParser.Sessions("# svname,scur,new,pxname,qcur\ns1,4,7,be,5\n", "be", "s1"));

    [TestMethod]
    [DataRow("")]
    [DataRow("No such server.\n\n")]
    [DataRow("Can't find backend.\n\n")]
    [DataRow("# pxname,svname,qcur,scur\nbe,s1,0\n")]
    [DataRow("# pxname,svname,qcur,scur\nbe,s1,0,-1\n")]
    public void Sessions_TextWithoutThem_IsUnknownAndNeverZero(string text) =>
        Assert.IsNull(HaProxyParser.Sessions(text, "be", "s1"));
}
