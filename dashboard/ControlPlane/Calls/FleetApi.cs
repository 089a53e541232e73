using Grpc.Core;
using Grpc.Core.Interceptors;
using SovereignFleet.Dashboard.ControlPlane.Connection;
using SovereignFleet.Dashboard.Sessions;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.ControlPlane.Calls;

/// <summary>The server's API with the rights of the person of this circuit. The dashboard has no rights of its own.</summary>
internal sealed class FleetApi
{
    /// <summary>Where the person sits, so that the server counts tries by it. It believes this of who shows its dashboard's certificate alone.</summary>
    private const string PersonAddress = "sovereignfleet-person-address";

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(15);
    private readonly ServerChannel server;
    private readonly SignedIn person;

    public FleetApi(ServerChannel server, SignedIn person)
    {
        (this.server, this.person) = (server, person);
        var invoker = server.Invoker.Intercept(headers =>
        {
            if (this.person.Token is { Length: > 0 } token)
            {
                headers.Add("authorization", "Bearer " + token);
            }

            if (this.person.Address is { Length: > 0 } address)
            {
                headers.Add(PersonAddress, address);
            }

            if (Unattended.IsNow)
            {
                headers.Add(Unattended.Header, "1");
            }

            return headers;
        });
        Accounts = new Wire.AccountsService.AccountsServiceClient(invoker);
        Fleet = new Wire.FleetViewService.FleetViewServiceClient(invoker);
        Conditions = new Wire.ConditionsService.ConditionsServiceClient(invoker);
        Profiles = new Wire.ProfilesService.ProfilesServiceClient(invoker);
        Drains = new Wire.DrainsService.DrainsServiceClient(invoker);
        Plans = new Wire.PlansService.PlansServiceClient(invoker);
        Commands = new Wire.CommandsService.CommandsServiceClient(invoker);
        Tickets = new Wire.TicketsService.TicketsServiceClient(invoker);
        Alerts = new Wire.AlertsService.AlertsServiceClient(invoker);
        Journal = new Wire.JournalService.JournalServiceClient(invoker);
        Administration = new Wire.AdministrationService.AdministrationServiceClient(invoker);
        Checks = new Wire.ChecksService.ChecksServiceClient(invoker);
        Windows = new Wire.WindowsService.WindowsServiceClient(invoker);
        ApiTokens = new Wire.ApiTokensService.ApiTokensServiceClient(invoker);
    }

    public Wire.AccountsService.AccountsServiceClient Accounts { get; }
    public Wire.WindowsService.WindowsServiceClient Windows { get; }
    public Wire.FleetViewService.FleetViewServiceClient Fleet { get; }
    public Wire.ConditionsService.ConditionsServiceClient Conditions { get; }
    public Wire.ProfilesService.ProfilesServiceClient Profiles { get; }
    public Wire.DrainsService.DrainsServiceClient Drains { get; }
    public Wire.PlansService.PlansServiceClient Plans { get; }
    public Wire.CommandsService.CommandsServiceClient Commands { get; }
    public Wire.TicketsService.TicketsServiceClient Tickets { get; }
    public Wire.AlertsService.AlertsServiceClient Alerts { get; }
    public Wire.JournalService.JournalServiceClient Journal { get; }
    public Wire.AdministrationService.AdministrationServiceClient Administration { get; }
    public Wire.ChecksService.ChecksServiceClient Checks { get; }
    public Wire.ApiTokensService.ApiTokensServiceClient ApiTokens { get; }

    /// <summary>One call, with a time-out, its failure as a value.</summary>
    public Task<Answer<T>> AskAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellationToken) where T : class =>
        AskAsync(call, CallTimeout, cancellationToken);

    /// <summary>One call that may take as long as is said.</summary>
    public async Task<Answer<T>> AskAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call, TimeSpan timeout, CancellationToken cancellationToken) where T : class
    {
        try
        {
            using var running = call(new CallOptions(deadline: TimeProvider.System.GetUtcNow().UtcDateTime + timeout, cancellationToken: cancellationToken));
            return new Answer<T>(await running.ResponseAsync, null);
        }
        catch (RpcException fault)
        {
            return new Answer<T>(null, EndSessionIfOver(Faults.From(fault, server, Faults.IsQuestion(typeof(T)))));
        }
    }

    /// <summary>Follows a stream until cancelled; after a break it is opened again, later each time, up to five seconds.</summary>
    public async Task FollowAsync<T>(Func<CallOptions, AsyncServerStreamingCall<T>> open, Func<T, Task> received, Func<Fault, Task> broken, CancellationToken cancellationToken)
    {
        Unattended.Begin();
        var pause = Backoff.First;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var call = open(new CallOptions(cancellationToken: cancellationToken));
                await foreach (var item in call.ResponseStream.ReadAllAsync(cancellationToken))
                {
                    pause = Backoff.First;
                    await received(item);
                }
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (RpcException fault)
            {
                var reported = EndSessionIfOver(Faults.From(fault, server, isQuestion: true));
                await broken(reported);
                if (reported.SignInEnded)
                {
                    return;
                }
            }
            await Task.Delay(pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            pause = Backoff.After(pause);
        }
    }

    private Fault EndSessionIfOver(Fault fault)
    {
        if (fault.SignInEnded)
        {
            person.End();
        }

        return fault;
    }
}
