using SovereignFleet.Dashboard.ControlPlane.Calls;

namespace SovereignFleet.Dashboard.SignIn;

/// <summary>Why somebody could not sign in. "The session has ended" would tell nothing to a person who has none yet.</summary>
internal static class SignInFault
{
    public static Fault? Of(Fault? fault) => fault is { SignInEnded: true }
        ? new Fault("Wrong name or password.", "", "Try again. After five failures the name is locked for five minutes where you are.")
        : fault;
}
