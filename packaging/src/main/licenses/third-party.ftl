<#-- A line for each library that is shipped: file, licences, address. -->
The libraries in lib/, each with its licence. Where a library may be had under several, they are separated by |. The texts
and notices that a library brings itself are inside its jar, mostly below META-INF; those that no jar brings are in licenses/,
and the Apache License is LICENSE.

<#list dependencyMap as entry>
<#assign project = entry.getKey()/>
<#assign licenses = entry.getValue()/>
${project.artifactId}-${project.version}.jar
    ${licenses?join(" | ")}
    ${project.url!"-"}
</#list>
