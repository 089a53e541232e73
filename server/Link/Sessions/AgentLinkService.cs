using Grpc.Core;
using Microsoft.Extensions.Options;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Link.Streams;

namespace SovereignFleet.Server.Link.Sessions;

/// <summary>The agents' door: who is it, and how long may it stay. What is said is <see cref="HostSession"/>'s.</summary>
internal sealed class AgentLinkService(
    AgentAdmission admission,
    HostSessionFactory sessions,
    DuplicateAgents duplicates,
    KeptAbilities abilities,
    IOptions<LinkOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time) : Proto.Link.AgentLinkService.AgentLinkServiceBase
{
    public override async Task Connect(IAsyncStreamReader<ConnectRequest> requests, IServerStreamWriter<ConnectResponse> responses, ServerCallContext context)
    {
        var (host, agent) = await admission.AdmitAsync(context);
        var hello = await HelloAsync(requests, context.CancellationToken);
        await duplicates.LookAsync(host, hello, context.Peer, context.CancellationToken);
        using var aborted = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        using var stream = new HostStream(host, aborted.Token) { Hello = hello };
        await abilities.KeepAsync(host, stream.Abilities, context.CancellationToken);
        var watch = WatchCertificateAsync(stream, agent);
        try
        {
            await sessions.Create(stream).RunAsync(requests, responses);
        }
        finally
        {
            stream.End("the stream is over");
            await watch;
        }

        if (!context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Aborted, stream.EndedBecause ?? "The server stops."));
        }
    }

    private async Task<Hello> HelloAsync(IAsyncStreamReader<ConnectRequest> requests, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(_ => limit.Cancel(), null, options.Value.HelloTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            return await requests.MoveNext(limit.Token) && requests.Current.Hello is { } hello
                ? Fit(hello)
                : throw new RpcException(new Status(StatusCode.InvalidArgument, "The first message must be Hello."));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, $"No Hello came within {options.Value.HelloTimeout.TotalSeconds:0} s (Link:HelloTimeout)."));
        }
        catch (IOException gone)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "The stream broke before its Hello: " + gone.Message));
        }
    }

    private static Hello Fit(Hello hello)
    {
        // A Host whose clock is not set booted before 1970, and must be heard all the same.
        hello.BootedAt = MessageFaults.OfTime("booted_at", hello.BootedAt) is null ? hello.BootedAt : null;
        return MessageFaults.Of(hello) is { } fault ? throw new RpcException(new Status(StatusCode.InvalidArgument, "Hello: " + fault)) : hello;
    }

    // A certificate may be revoked, or another one take its place, while its stream is open.
    private async Task WatchCertificateAsync(HostStream stream, AgentPrincipal agent)
    {
        while (!stream.Ending.IsCancellationRequested)
        {
            await Task.Delay(options.Value.RevocationPeriod, time, stream.Ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (admission.WhyEnded(agent) is { } why)
            {
                stream.End(why);
            }
        }
    }
}
