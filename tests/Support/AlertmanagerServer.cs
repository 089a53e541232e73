namespace SovereignFleet.Tests.Support;

/// <summary>A real Alertmanager that hands on at once what it is told.</summary>
internal sealed class AlertmanagerServer
{
    private AlertmanagerServer(string url) => Url = url;

    public string Url { get; }

    public static async Task<AlertmanagerServer> StartAsync(Stage stage, string receiverUrl, CancellationToken cancellationToken)
    {
        var server = new AlertmanagerServer($"http://127.0.0.1:{FreePort.Next()}");
        var config = stage.Write("alertmanager/alertmanager.yml", $"""
            route:
              receiver: pager
              group_by: ['...']
              group_wait: 0s
              group_interval: 1s
              repeat_interval: 1h
            receivers:
              - name: pager
                webhook_configs:
                  - url: {receiverUrl}
                    send_resolved: true

            """);
        stage.Start(new Launch(
            "alertmanager",
            "prometheus-alertmanager",
            "--config.file=" + config,
            "--storage.path=" + stage.Folder("alertmanager/data"),
            "--web.listen-address=" + server.Url["http://".Length..],
            // Empty: no gossip port.
            "--cluster.listen-address="));
        using var client = new HttpClient();
        await Until.Async(
            "Alertmanager is ready",
            cancellation => client.GetAsync(server.Url + "/-/ready", cancellation),
            answer => answer.IsSuccessStatusCode,
            cancellationToken);
        return server;
    }
}
