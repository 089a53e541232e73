using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SovereignFleet.Tests.Support;

/// <summary>The pager of a test: takes Alertmanager's webhook payload (version 4), on as many paths as there are senders, and
/// what is posted to an Alertmanager itself.</summary>
internal sealed class AlertReceiver
{
    private readonly ConcurrentQueue<ReceivedAlert> received = new();

    private AlertReceiver(int port) => Url = $"http://127.0.0.1:{port}";

    /// <summary>Append the name of the sender: Url + "/alertmanager".</summary>
    public string Url { get; }

    public IReadOnlyList<ReceivedAlert> Received => [.. received];

    public static async Task<AlertReceiver> StartAsync(Stage stage, CancellationToken cancellationToken)
    {
        var receiver = new AlertReceiver(FreePort.Next());
        await LocalWeb.StartAsync(
            stage, new Uri(receiver.Url).Port, receiver.Map, cancellationToken);
        return receiver;
    }

    public async Task<ReceivedAlert> WaitForAsync(
        string what, Func<ReceivedAlert, bool> fits, CancellationToken cancellationToken) =>
        (await Until.Async(
            what,
            _ => Task.FromResult(Received.FirstOrDefault(fits)),
            alert => alert is not null,
            cancellationToken))!;

    private void Map(WebApplication web)
    {
        web.MapPost("/{sender}", TakeAsync);
        web.MapPost("/{sender}/api/v2/alerts", TakePostedAsync);
    }

    private async Task<IResult> TakePostedAsync(string sender, HttpRequest request, CancellationToken cancellationToken)
    {
        var at = TimeProvider.System.GetUtcNow();
        using var payload = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
        foreach (var alert in payload.RootElement.EnumerateArray())
        {
            var ended = alert.TryGetProperty("endsAt", out var end) && end.GetDateTimeOffset() <= at;
            received.Enqueue(new ReceivedAlert(
                at,
                sender,
                ended ? "resolved" : "firing",
                Strings(alert.GetProperty("labels")),
                Strings(alert.GetProperty("annotations"))));
        }

        return Results.Ok();
    }

    private async Task<IResult> TakeAsync(string sender, HttpRequest request, CancellationToken cancellationToken)
    {
        var at = TimeProvider.System.GetUtcNow();
        using var payload = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
        if (payload.RootElement.GetProperty("version").GetString() != "4")
        {
            return Results.BadRequest("not version 4");
        }

        foreach (var alert in payload.RootElement.GetProperty("alerts").EnumerateArray())
        {
            received.Enqueue(new ReceivedAlert(
                at,
                sender,
                alert.GetProperty("status").GetString()!,
                Strings(alert.GetProperty("labels")),
                Strings(alert.GetProperty("annotations"))));
        }

        return Results.Ok();
    }

    private static Dictionary<string, string> Strings(JsonElement map) =>
        map.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!);
}
