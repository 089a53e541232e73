using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Agent.Inference;
using SovereignFleet.Agent.Inference.Probes;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Inference;

[TestClass]
public sealed class ProbeListTests(TestContext context) : IAsyncDisposable
{
    /// <summary>The one of the usual ports that nothing else of these tests uses.</summary>
    private const int SglangsPort = 30000;

    private readonly Stage stage = new(context.WriteLine);
    private readonly HttpClient http = PageRequest.Client();
    private readonly FakeTimeProvider time = new();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await stage.DisposeAsync();
    }

    [TestMethod]
    public async Task Look_ServerAtItsUsualPort_IsFoundAndStays()
    {
        var list = List(new InferenceOptions { Discover = true });
        var web = await ServeAsync();
        await Until.TrueAsync("the server is found", () => Looked(list).All.Any(probe => probe.Kind == "sglang"), context.CancellationToken);

        await web.StopAsync(context.CancellationToken);
        var frame = new FrameWriter();
        await new InferenceSensor(list).ReadAsync(frame, context.CancellationToken);

        var reading = frame.Take().Inference.Single(reading => reading.Kind == "sglang");
        Assert.IsFalse(reading.HasInFlight);
        Assert.AreNotEqual("", reading.Error);
    }

    [TestMethod]
    public void Look_NotAskedFor_FindsNothing()
    {
        var list = List(new InferenceOptions());

        Assert.IsEmpty(Looked(list).All);
        Assert.IsTrue(list.IsEmpty);
    }

    private async Task<WebApplication> ServeAsync()
    {
        try
        {
            return await LocalWeb.StartAsync(stage, SglangsPort, web => web.MapGet("/metrics", () => Results.Text(MetricsPages.Sglang)), context.CancellationToken);
        }
        catch (IOException taken)
        {
            Assert.Inconclusive(taken.Message);
            throw;
        }
    }

    private ProbeList List(InferenceOptions options) => new(options, http, time, NullLogger<ProbeList>.Instance);

    /// <summary>A minute later.</summary>
    private ProbeList Looked(ProbeList list)
    {
        time.Advance(TimeSpan.FromMinutes(1));
        list.Look();
        return list;
    }
}
