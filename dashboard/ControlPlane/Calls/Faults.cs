using Grpc.Core;
using SovereignFleet.Dashboard.ControlPlane.Connection;

namespace SovereignFleet.Dashboard.ControlPlane.Calls;

/// <summary>Turns a failed call into a <see cref="Fault"/>.</summary>
internal static class Faults
{
    private static readonly string[] Asking = ["List", "Get", "Watch", "Preview", "Read", "WhoAmI"];

    /// <param name="isQuestion">Nothing was to be done, only answered.</param>
    public static Fault From(RpcException fault, ServerChannel server, bool isQuestion) => fault.StatusCode switch
    {
        StatusCode.Unauthenticated => new Fault("The session has ended.", "Nothing was changed.", "Sign in again.", SignInEnded: true),
        StatusCode.PermissionDenied => new Fault(Sentence(fault, "Your role may not do this."), "Nothing was changed.", "Ask someone whose role may."),
        StatusCode.NotFound => new Fault(Sentence(fault, "It is not there any more."), "It was removed, or its name is mistyped.", "Go back to the fleet."),
        StatusCode.FailedPrecondition or StatusCode.Aborted or StatusCode.AlreadyExists =>
            new Fault(Sentence(fault, "It is not possible now."), "Nothing was changed.", "Look at the state it is in now, then decide again."),
        StatusCode.InvalidArgument => new Fault(Sentence(fault, "The server refused what was entered."), "Nothing was changed.", "Correct it and try again.", IsRefusedInput: true),
        StatusCode.ResourceExhausted => new Fault(Sentence(fault, "Too many requests."), "Nothing was changed.", "Wait a minute and try again."),
        StatusCode.Unavailable or StatusCode.DeadlineExceeded => Unreachable(server),
        StatusCode.Unimplemented => new Fault("The server does not know this call.", "Dashboard and server are of different versions.", "Update both to the same version."),
        _ when isQuestion => new Fault("The server could not answer.", "Nothing was changed; what is shown may be of before.", "Reload the page; the server's log has the reason."),
        _ => new Fault("The server failed at this.", "It may or may not have been done.", "Look at the journal before trying again; the server's log has the reason."),
    };

    /// <summary>By the names that the API's standard methods have: these change nothing.</summary>
    public static bool IsQuestion(Type response) =>
        Asking.Any(verb => response.Name.StartsWith(verb, StringComparison.Ordinal));

    private static Fault Unreachable(ServerChannel server) => new(
        server.Trust.Refusal is { } reason
            ? $"The control plane at {server.Address.Authority} was not trusted: {reason}."
            : $"The control plane at {server.Address.Authority} does not answer.",
        "What is on the screen is old. Agents keep their readings and running drains hold their place until it is back.",
        server.Trust.Refusal is null ? "Check that the server runs (./fleet status). This page recovers by itself." : "Correct ServerCa or Server in the dashboard's settings.");

    // The server's own sentence is written for people; an empty one is not.
    private static string Sentence(RpcException fault, string otherwise) =>
        string.IsNullOrWhiteSpace(fault.Status.Detail) ? otherwise : fault.Status.Detail.TrimEnd('.') + ".";
}
