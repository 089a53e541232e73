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
        var calls = Calls = channel.CreateCallInvoker();
        ApiTokens = new ApiTokensService.ApiTokensServiceClient(calls);
        Accounts = new AccountsService.AccountsServiceClient(calls);
        Fleet = new FleetViewService.FleetViewServiceClient(calls);
        Conditions = new ConditionsService.ConditionsServiceClient(calls);
        Drains = new DrainsService.DrainsServiceClient(calls);
        Plans = new PlansService.PlansServiceClient(calls);
        Commands = new CommandsService.CommandsServiceClient(calls);
        Tickets = new TicketsService.TicketsServiceClient(calls);
        Windows = new WindowsService.WindowsServiceClient(calls);
        Alerts = new AlertsService.AlertsServiceClient(calls);
        Journal = new JournalService.JournalServiceClient(calls);
        Administration = new AdministrationService.AdministrationServiceClient(calls);
        Checks = new ChecksService.ChecksServiceClient(calls);
    }

    public CallInvoker Calls { get; }

    public ApiTokensService.ApiTokensServiceClient ApiTokens { get; }

    public AccountsService.AccountsServiceClient Accounts { get; }

    public FleetViewService.FleetViewServiceClient Fleet { get; }

    public ConditionsService.ConditionsServiceClient Conditions { get; }

    public DrainsService.DrainsServiceClient Drains { get; }
    public PlansService.PlansServiceClient Plans { get; }

    public CommandsService.CommandsServiceClient Commands { get; }

    public TicketsService.TicketsServiceClient Tickets { get; }
    public WindowsService.WindowsServiceClient Windows { get; }

    public AlertsService.AlertsServiceClient Alerts { get; }

    public JournalService.JournalServiceClient Journal { get; }

    public AdministrationService.AdministrationServiceClient Administration { get; }

    public ChecksService.ChecksServiceClient Checks { get; }

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
