using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Exposition;

/// <summary>All that the agent shows, name by name, against an approved list and against promtool: nothing drops out unseen.</summary>
[TestClass]
public sealed class MetricNamesTests(TestContext context) : IAsyncDisposable
{
    private readonly Stage stage = new(context.WriteLine);
    private readonly HttpClient http = new();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await stage.DisposeAsync();
    }

    [TestMethod]
    public async Task Pages_EverySensorOn_AreTheApprovedListAndPromtoolAcceptsThem()
    {
        Needs.Programs("gcc", "promtool");
        var agent = await WholeAgent.StartAsync(stage, context.CancellationToken);
        await PageAsync(agent, "/metrics", "DCGM_FI_DEV_GPU_TEMP{");
        agent.Play("event=0,xid,48");
        agent.Log("nvidia-nvswitch3: SXid (PCI:0000:05:00.0): 12028, Non-fatal, Link 32 egress non-posted PRIV error (First)");
        agent.Log("nvidia-nvswitch0: SXid (PCI:0000:00:00.0): 20034, Fatal, Link 30 LTSSM Fault Up");
        var page = await PageAsync(
            agent, "/metrics", "xid=\"48\"", "ipmi_bmc_info{", "DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL{gpu=\"0\"", "DCGM_FI_PROF_PCIE_TX_BYTES{",
            "sovereignfleet_inference_tokens_per_second{", "kind=\"xid\"", "sxid=\"20034\"", "nvlink=\"5\"", "GPU_I_ID=");
        var target = await PageAsync(agent, "/ipmi?target=" + WholeAgent.Reached, "ipmi_temperature_celsius{");

        AssertApproved("approved-metrics.txt", PromText.Shape(page));
        AssertApproved("approved-ipmi-target.txt", PromText.Shape(target));
        await AssertPromtoolAsync(page);
        await AssertPromtoolAsync(target);
    }

    private static void AssertApproved(string file, IReadOnlyList<string> shown)
    {
        var approved = File.ReadAllLines(Path.Combine(ProductTree.Root, "tests", "Agent", "Exposition", file));

        Assert.AreEqual("", string.Join('\n', approved.Except(shown)), "missing from the page, " + file);
        Assert.AreEqual("", string.Join('\n', shown.Except(approved)), "new on the page, " + file);
    }

    private async Task AssertPromtoolAsync(string page)
    {
        await using var promtool = RunningProcess.Start(new Launch("promtool", "sh", "-c", "promtool check metrics < " + stage.Write("page", page)));
        await promtool.ExitAsync(context.CancellationToken);
        var complaints = promtool.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !PromtoolComplaints.IsAccepted(line));

        Assert.AreEqual("", string.Join('\n', complaints));
    }

    private Task<string> PageAsync(WholeAgent agent, string path, params string[] parts) => Until.Async(
        $"{path} has {string.Join(", ", parts)}",
        cancellation => http.GetStringAsync(agent.Url + path, cancellation),
        text => parts.All(part => text.Contains(part, StringComparison.Ordinal)),
        context.CancellationToken);
}
