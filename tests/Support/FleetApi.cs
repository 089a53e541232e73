using Grpc.Core;
using Grpc.Net.Client;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Support;

/// <summary>A signed-in program before the server's gRPC edge, trusting the server's own authority and nobody else.</summary>
internal sealed class FleetApi : IAsyncDisposable
{
    private readonly GrpcChannel channel;
    private readonly Metadata headers = [];

    private FleetApi(IRunningServer server)
    {
        channel = GrpcChannel.ForAddress(
            server.ApiUrl, new GrpcChannelOptions { HttpHandler = TrustedAuthority.Handler(server), DisposeHttpClient = true });
        var calls = channel.CreateCallInvoker();
        Accounts = new Accounts.AccountsClient(calls);
        Fleet = new FleetView.FleetViewClient(calls);
        Conditions = new Conditions.ConditionsClient(calls);
        Drains = new Drains.DrainsClient(calls);
        Commands = new Commands.CommandsClient(calls);
        Tickets = new Tickets.TicketsClient(calls);
        Alerts = new Alerts.AlertsClient(calls);
        Journal = new Journal.JournalClient(calls);
        Administration = new Administration.AdministrationClient(calls);
    }

    public Accounts.AccountsClient Accounts { get; }

    public FleetView.FleetViewClient Fleet { get; }

    public Conditions.ConditionsClient Conditions { get; }

    public Drains.DrainsClient Drains { get; }

    public Commands.CommandsClient Commands { get; }

    public Tickets.TicketsClient Tickets { get; }

    public Alerts.AlertsClient Alerts { get; }

    public Journal.JournalClient Journal { get; }

    public Administration.AdministrationClient Administration { get; }

    /// <summary>The first administrator.</summary>
    public static Task<FleetApi> SignInAsync(Stage stage, IRunningServer server, CancellationToken cancellationToken) =>
        SignInAsync(stage, server, AdminName, server.FirstAdminPassword, cancellationToken);

    public static async Task<FleetApi> SignInAsync(
        Stage stage, IRunningServer server, string name, string password, CancellationToken cancellationToken)
    {
        var api = stage.Own(new FleetApi(server));
        await api.SignInAsync(name, password, cancellationToken);
        return api;
    }

    public const string AdminName = "admin";

    /// <summary>What the person signs in with.</summary>
    public string Password { get; private set; } = "";

    public CallOptions With(CancellationToken cancellationToken) => new(headers, cancellationToken: cancellationToken);

    public ValueTask DisposeAsync()
    {
        channel.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task SignInAsync(string name, string password, CancellationToken cancellationToken)
    {
        var session = await Accounts.SignInAsync(new SignInRequest { Name = name, Password = password }, cancellationToken: cancellationToken);
        headers.Add("authorization", "Bearer " + session.Token);
        Password = password;
    }
}
