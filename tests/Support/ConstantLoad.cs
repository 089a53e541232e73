using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;

namespace SovereignFleet.Tests.Support;

/// <summary>Keeps a number of requests in flight until it is stopped, and accounts for every single one. No request is ever
/// cancelled by the load itself: what was sent is waited for.</summary>
internal sealed class ConstantLoad : IAsyncDisposable
{
    private readonly HttpClient client;
    private readonly ConcurrentQueue<string> failures = new();
    private readonly ConcurrentDictionary<string, int> servedBy = new();
    private readonly Task[] workers;
    private volatile bool stopping;
    private int sent;
    private int succeeded;

    private ConstantLoad(string url, int inFlight)
    {
        client = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(60) };
        workers = [.. Enumerable.Range(0, inFlight).Select(_ => Task.Run(WorkAsync))];
    }

    public int Sent => Volatile.Read(ref sent);

    public int Succeeded => Volatile.Read(ref succeeded);

    public IReadOnlyCollection<string> Failures => failures;

    public IReadOnlyDictionary<string, int> ServedBy => servedBy;

    public static ConstantLoad Start(Stage stage, string url, int inFlight) => stage.Own(new ConstantLoad(url, inFlight));

    /// <summary>Sends nothing more and waits for every answer.</summary>
    public async Task StopAsync()
    {
        stopping = true;
        await Task.WhenAll(workers);
    }

    public override string ToString() =>
        $"{Sent} sent, {Succeeded} answered, {failures.Count} failed: {string.Join("; ", failures.Distinct().Take(5))}";

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        client.Dispose();
    }

    private async Task WorkAsync()
    {
        while (!stopping)
        {
            await SendAsync($"prompt {Interlocked.Increment(ref sent)}");
        }
    }

    private async Task SendAsync(string prompt)
    {
        try
        {
            using var answer = await client.PostAsJsonAsync("/v1/completions", new { model = "stand-in", prompt });
            if (!answer.IsSuccessStatusCode)
            {
                failures.Enqueue($"{prompt}: HTTP {(int)answer.StatusCode}");
                return;
            }

            var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
            if (body.GetProperty("choices")[0].GetProperty("text").GetString() != prompt)
            {
                failures.Enqueue($"{prompt}: the answer is another request's: {body}");
                return;
            }

            servedBy.AddOrUpdate(body.GetProperty("server").GetString()!, 1, (_, count) => count + 1);
            Interlocked.Increment(ref succeeded);
        }
        catch (Exception exception)
        {
            // Whatever the reason: a request that got no answer is a lost request, and is counted with its reason.
            failures.Enqueue($"{prompt}: {exception.GetType().Name}: {exception.Message}");
        }
    }
}
