namespace SovereignFleet.Server.Api;

/// <summary>Agents of link version 1 call their services by other names; the messages are the same.</summary>
internal sealed class FormerPaths(RequestDelegate next)
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["/sovereignfleet.link.v1.AgentLink/Connect"] = "/sovereignfleet.link.v1.AgentLinkService/Connect",
        ["/sovereignfleet.enrollment.v1.Enrollment/Enroll"] = "/sovereignfleet.enrollment.v1.EnrollmentService/Enroll",
        ["/sovereignfleet.enrollment.v1.Enrollment/Renew"] = "/sovereignfleet.enrollment.v1.EnrollmentService/Renew",
    };

    public Task InvokeAsync(HttpContext context)
    {
        if (Names.TryGetValue(context.Request.Path.Value ?? "", out var name))
        {
            context.Request.Path = name;
        }

        return next(context);
    }
}
