package workshop.cloud.s3;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A page of a bucket's keys.
 *
 * @param folders what keys have in common up to the next delimiter
 * @param last the page's last key; null if no page follows
 */
record Listing(List<Bucket.StoredObject> objects, Set<String> folders, String last) {

    static Listing of(Bucket bucket, String prefix, String delimiter, String after, int limit) {
        List<Bucket.StoredObject> objects = new ArrayList<>();
        Set<String> folders = new LinkedHashSet<>();
        String last = null;
        for (Bucket.StoredObject object : bucket.objects.tailMap(after, false).values()) {
            if (!object.key().startsWith(prefix)) {
                continue;
            }
            int end = delimiter.isEmpty() ? -1 : object.key().indexOf(delimiter, prefix.length());
            String folder = end < 0 ? null : object.key().substring(0, end + delimiter.length());
            boolean listed = folder != null && (folders.contains(folder) || after.startsWith(folder));
            if (!listed && objects.size() + folders.size() == limit) {
                return new Listing(objects, folders, limit == 0 ? null : last);
            }
            if (folder == null) {
                objects.add(object);
            } else if (!listed) {
                folders.add(folder);
            }
            last = object.key();
        }
        return new Listing(objects, folders, null);
    }
}
